"""Call, recall, start, pass, finish: a worker and the ticket at their counter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import NotFound, Refused
from yichuang.kit.events import write
from yichuang.places.models import Counter

from .. import events
from ..flow import FLOW
from ..models import Ticket
from ..permissions import SERVE
from ..rules import quiet_recalls
from .choosing import NotFree, take_best
from .locking import (
    LEFT,
    hall_of,
    leave_counter,
    locked,
    own_counter,
    release_claims,
    step,
)


def call_next(*, actor: Actor, now: datetime, counter: Counter | UUID) -> Ticket | None:
    """The best waiting ticket for this counter and person is theirs, and nobody else's.

    None: nobody waits whom they may call. Refused: 409 counter_busy (with the ticket),
    counter_closed (closed, paused, or another person's), 404 for another hall's counter.
    """
    counter_id = counter.pk if isinstance(counter, Counter) else counter
    actor.require(SERVE)
    try:
        return take_best(actor, counter_id, now)
    except NotFree:
        raise _why_not_free(counter_id, actor) from None


def _why_not_free(counter_id: UUID, actor: Actor) -> Refused | NotFound:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.hall_id, s.state, s.membership_id, t.number, t.public_id"
            " FROM places_counter c LEFT JOIN tickets_counterstate s ON s.counter_id = c.id"
            " LEFT JOIN tickets_ticket t ON t.id = s.current_ticket_id WHERE c.id = %s",
            [counter_id],
        )
        row = cursor.fetchone()
    if row is None or row[0] != actor.hall_id:
        return NotFound("no_such_counter", _("没有这个窗口。"))
    _hall, state, membership_id, number, public_id = row
    if number and membership_id == actor.membership_id:
        return Refused(
            "counter_busy",
            _("%(n)s 还在窗口，请先办完或过号。") % {"n": number},
            ticket={"id": public_id, "number": number},
        )
    if state == "open" and membership_id != actor.membership_id:
        return Refused("counter_taken", _("这个窗口现在由别人开着。"))
    return Refused("counter_closed", _("窗口没有开放，请先开窗。"), state=state or "closed")


def recall(*, actor: Actor, now: datetime, ticket: Ticket | str, reason: str = "") -> Ticket:
    """Call again. After the hall's sounding recalls it is quiet: to phone and guide only, and
    displays keep the last one that sounded.
    """
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "recall", actor=actor)
        own_counter(t, actor)
        t.recalls += 1
        sound = not quiet_recalls(t.recalls, t.hall.sounding_recalls)
        if sound:
            t.recalled_at = now
        return step(
            w,
            t,
            "recall",
            events.RECALLED,
            actor=actor,
            now=now,
            fields=["recalls", "recalled_at"],
            data={"recalls": t.recalls, "sound": sound},
            reason=reason,
        )


def start(*, actor: Actor, now: datetime, ticket: Ticket | str, reason: str = "") -> Ticket:
    """The person is at the counter: serving begins."""
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "start", actor=actor)
        own_counter(t, actor)
        t.started_at = now
        return step(
            w,
            t,
            "start",
            events.STARTED,
            actor=actor,
            now=now,
            fields=["started_at"],
            reason=reason,
        )


def pass_ticket(*, actor: Actor, now: datetime, ticket: Ticket | str, reason: str = "") -> Ticket:
    """Nobody came. Refused: 409 too_early before 3 calls or 60 s (120 s special needs)."""
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "pass", actor=actor)
        own_counter(t, actor)
        seconds = seconds_to_pass(t, now)
        if seconds:
            raise Refused(
                "too_early",
                _("再等 %(s)s 秒，或叫满次数后才能过号。") % {"s": seconds},
                seconds=seconds,
                state=t.state,
            )
        leave_counter(t, now, "passed")
        t.skips += 1
        t.skipped_at = now
        t.front, t.front_at, t.directed_to = "", None, None
        fields = [*LEFT, "skips", "skipped_at", "front", "front_at", "directed_to"]
        return step(w, t, "pass", events.PASSED, actor=actor, now=now, fields=fields, reason=reason)


def seconds_to_pass(ticket: Ticket, now: datetime) -> int:
    """0 when the ticket may be passed now."""
    hall = ticket.hall
    if ticket.recalls + 1 >= hall.pass_after_calls or ticket.called_at is None:
        return 0
    special = bool(ticket.needs)
    limit = hall.pass_after_seconds_special if special else hall.pass_after_seconds
    return max(0, round(limit - (now - ticket.called_at).total_seconds()))


def finish(*, actor: Actor, now: datetime, ticket: Ticket | str, reason: str = "") -> Ticket:
    """The visit at this counter is done; the counter is free for the next call."""
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "finish", actor=actor)
        own_counter(t, actor)
        leave_counter(t, now, "done")
        t.ended_at = now
        fields = [*LEFT, "ended_at", *release_claims(t)]
        seconds = {"seconds": t.served_seconds}
        return step(
            w,
            t,
            "finish",
            events.FINISHED,
            actor=actor,
            now=now,
            fields=fields,
            data=seconds,
            reason=reason,
        )
