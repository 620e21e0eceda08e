"""The end of a hall's day, and forgetting who came."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from yichuang.kit.actors import Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.events import write
from yichuang.places.models import Hall

from .. import events
from ..flow import PASSED, SENT_AWAY, WAITING
from ..models import Ticket
from ..permissions import CLOSE_DAY
from .locking import release_claims, step

BATCH = 200


def close_day(*, actor: Actor, now: datetime, hall: Hall) -> int:
    """Of earlier days: passed, sent-away and never-arrived tickets expire, each with an event.

    Arrived waiting, called, serving and held ones keep their place. How many expired. Called as
    often as one likes; tickets that somebody holds at this moment are left for the next time.
    """
    actor.require(CLOSE_DAY, hall.pk)
    expired = 0
    while True:
        count = _expire_some(actor, now, hall)
        expired += count
        if count < BATCH:
            return expired


def _expire_some(actor: Actor, now: datetime, hall: Hall) -> int:
    over = Q(state__in=[PASSED, SENT_AWAY]) | Q(state=WAITING, arrived_at=None)
    with write(hall.pk) as w:
        rows = Ticket.objects.select_for_update(skip_locked=True, of=("self",))
        rows = rows.select_related("hall", "queue").order_by("id")
        rows = rows.filter(over, hall=hall, day__lt=hall_day(now, hall.timezone))
        tickets = list(rows[:BATCH])
        for t in tickets:
            t.ended_at = now
            fields = ["ended_at", *release_claims(t)]
            data = {"was": t.state, "day": t.day.isoformat()}
            step(w, t, "expire", events.EXPIRED, actor=actor, now=now, fields=fields, data=data)
    return len(tickets)


def erase_identities(*, actor: Actor, now: datetime, hall: Hall) -> int:
    """Hashes of papers and phones, and phones and names, of ended tickets after N days."""
    actor.require(CLOSE_DAY, hall.pk)
    before = hall_day(now, hall.timezone) - timedelta(days=hall.identity_hash_days)
    blank = {"person_hash": "", "phone_hash": "", "phone": "", "principal_name": ""}
    old = Ticket.objects.filter(hall=hall, day__lt=before).exclude(ended_at=None)
    with write(hall.pk) as w:
        count = old.exclude(**blank, device_hash="").update(**blank, device_hash="")
        if count:
            data = {"tickets": count}
            w.add(events.IDENTITIES_ERASED, subject=hall.pk, actor=actor, now=now, data=data)
    return count
