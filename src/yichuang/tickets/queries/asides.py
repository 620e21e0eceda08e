"""Who is neither waiting nor at a counter: passed, held, sent away. A list for each state."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from yichuang.kit.clock import hall_day
from yichuang.places.models import Counter, Hall

from ..flow import HELD, PASSED, SENT_AWAY
from ..models import Ticket

STATES = (PASSED, SENT_AWAY, HELD)


@dataclass
class Aside:
    """Those called last come first; `more` of the same state are not in `tickets`."""

    tickets: list[Ticket] = field(default_factory=list)
    more: int = 0


def asides(
    hall: Hall,
    now: datetime,
    *,
    limit: int = 12,
    queues: Collection[UUID] | None = None,
    counter: Counter | None = None,
) -> dict[str, Aside]:
    """By state, at most `limit` each. Held ones of other days too: they keep their place.

    `queues`: of these only; `counter`: of the held only those that were held there.
    """
    today = Q(day=hall_day(now, hall.timezone), state__in=(PASSED, SENT_AWAY))
    held = Q(state=HELD, counter=counter) if counter else Q(state=HELD)
    rows = Ticket.objects.filter(today | held, hall=hall)
    if queues is not None:
        rows = rows.filter(queue__in=queues)
    rows = rows.annotate(
        of_state=Window(Count("*"), partition_by=F("state")),
        place=Window(RowNumber(), F("state"), order_by=(F("called_at").desc(), F("id").desc())),
    ).filter(place__lte=limit)
    found = {state: Aside() for state in STATES}
    for ticket in rows.select_related("queue", "item", "counter").order_by("place"):
        aside = found[ticket.state]
        aside.tickets.append(ticket)
        aside.more = ticket.of_state - len(aside.tickets)
    return found
