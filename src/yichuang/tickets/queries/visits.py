"""A visit from beginning to end, for who may open it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kit.errors import NotFound
from yichuang.places.models import Hall

from ..flow import STATES
from ..models import Call, Ticket


@dataclass(frozen=True)
class Sitting:
    """One call of the visit's ticket and what came of it."""

    counter: int
    worker: str  # account: the person behind it is the hall's to name
    called_at: datetime
    ended_at: datetime | None
    outcome: str


def visit_story(visit: UUID) -> tuple[Ticket, list[Sitting]]:
    """The ticket with its hall, queue and item, and its calls in order. Whose it was is not
    kept. Permission and record are the caller's. Refused: 404."""
    rows = Ticket.objects.select_related("hall", "queue__zone", "item")
    ticket = rows.filter(visit=visit).first()
    if ticket is None:
        raise NotFound("no_such_visit", _("没有这次到访的记录。"))
    calls = Call.objects.filter(hall_id=ticket.hall_id, ticket=ticket).order_by("called_at", "id")
    return ticket, [
        Sitting(
            call.counter.number,
            call.membership.user.username,
            call.called_at,
            call.ended_at,
            str(STATES.get(call.outcome, call.outcome)),
        )
        for call in calls.select_related("counter", "membership__user")
    ]


def ticket_numbers(hall: Hall, ids: Collection[str]) -> dict[str, str]:
    """Numbers by key, for who reads the record of a hall."""
    rows = Ticket.objects.filter(hall=hall, pk__in=list(ids))
    return {str(pk): number for pk, number in rows.values_list("pk", "number")}
