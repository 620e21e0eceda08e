"""One live ticket per person and queue, few per agent, few per hour for strangers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import Refused, TooMany

from ..models import Ticket
from ..queries.lines import LINES, Ahead, line_values, told
from .persons import Person

# Of one look: the live ticket of this person here, places an agent holds, tickets of this hour.
# The two claims name queue and hall themselves; without statistics their own index is found so.
_CLAIMS = """
SELECT
  (SELECT public_id || ' ' || number FROM tickets_ticket
     WHERE live_key = %(live)s),
  (SELECT string_agg(agent_key, ',') FROM tickets_ticket
     WHERE agent_key = ANY(%(places)s)),
  (SELECT count(*) FROM tickets_ticket WHERE hall_id = %(hall)s AND phone_hash = %(phone)s
     AND phone_hash <> '' AND issued_at > %(hour)s),
  (SELECT count(*) FROM tickets_ticket WHERE hall_id = %(hall)s AND device_hash = %(device)s
     AND device_hash <> '' AND issued_at > %(hour)s),
  EXISTS (SELECT FROM devices_printer WHERE hall_id = %(hall)s AND enabled),
"""


def live_key_of(person_hash: str, queue_id: object) -> str | None:
    return f"{person_hash} {queue_id}" if person_hash else None


def check_limits(
    ticket: Ticket, person: Person, actor: Actor, now: datetime, *, stranger: bool
) -> tuple[Ahead, bool]:
    """Claims the person's place in the queue and, of an agent, one of the hall's few.

    The unique columns hold when two ask at once; this look gives the words, and who is before;
    whether the hall has a printer comes along.
    """
    ticket.live_key = live_key_of(person.person, ticket.queue_id)
    places = [
        f"{person.agent} {ticket.hall_id} {n}"
        for n in range(ticket.hall.agent_tickets)
        if person.for_another and person.agent
    ]
    values = {
        "live": ticket.live_key,
        "places": places,
        "phone": ticket.phone_hash,
        "device": ticket.device_hash,
        "hour": now - timedelta(hours=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMS + LINES, line_values(ticket, now) | values)
        waiting, held, by_phone, by_device, printers, before, counters = cursor.fetchone()
    if waiting:
        raise already_waiting(waiting if actor.kind == "staff" and not stranger else None)
    if stranger and max(by_phone, by_device) >= ticket.hall.anonymous_per_hour:
        raise TooMany("too_many_tickets", _("这个电话或设备取号太多，请找导办或到自助机。"))
    if places:
        left = [place for place in places if place not in (held or "").split(",")]
        if not left:
            raise Refused("agent_limit", _("代办人手里的号已到上限，请先办完再取。"))
        ticket.agent_key = left[0]
    return told(ticket, before, counters, now), printers


def already_waiting(waiting: str | None) -> Refused:
    """`waiting` is 'public-id number', for staff; a stranger learns only whom to ask."""
    if waiting is None:
        return Refused("already_waiting", _("这个号码已经有号在等，请问导办。"))
    public_id, _sep, number = waiting.partition(" ")
    extra: dict[str, Any] = {"ticket": {"id": public_id, "number": number}}
    return Refused("already_waiting", _("已经有号 %(n)s 在等。") % {"n": number}, **extra)
