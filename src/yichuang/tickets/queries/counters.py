"""A counter now, and who would be called next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import NotFound
from yichuang.people.models import Membership
from yichuang.places.models import Counter, Hall, Queue

from ..models import Call, CounterState, Ticket
from ..rules import queue_at
from .tickets import ticket_by_id, ticket_view

STAY = timedelta(hours=12)  # nobody sits longer at a counter


def get_counter_for(actor: Actor, counter_id: UUID) -> Counter:
    """Counters of the actor's own hall; 404 otherwise."""
    rows = Counter.objects.select_related("hall", "zone", "runtime__current_ticket")
    counter = rows.filter(pk=counter_id).first()
    if counter is None or actor.hall_id not in (None, counter.hall_id):
        raise NotFound("no_such_counter", _("没有这个窗口。"))
    return counter


def counter_of_worker(actor: Actor) -> Counter | None:
    """The counter this worker has open or paused now."""
    state = (
        CounterState.objects.filter(membership_id=actor.membership_id)
        .select_related("counter__hall", "counter__zone")
        .first()
        if actor.membership_id
        else None
    )
    return state.counter if state else None


def counter_view(counter: Counter, now: datetime, *, actor: Actor | None = None) -> dict[str, Any]:
    """`GET /counters/{counter}`; `ticket` as ticket_view, only for the hall's own people."""
    state = CounterState.objects.filter(pk=counter.pk).select_related("membership__user").first()
    ticket = None
    if state and state.current_ticket_id and actor and actor.known:
        ticket = ticket_by_id(state.current_ticket_id)
    return {
        "id": counter.id,
        "number": counter.number,
        "name": counter.name,
        "zone": counter.zone.name,
        "skills": [
            {"id": q.id, "code": q.code, "prefix": q.prefix, "name": q.name}
            for q in counter.queues.all()
        ],
        "state": state.state if state else "closed",
        "reason": state.reason if state else "",
        "ticket": ticket_view(ticket, now, actor=actor) if ticket else None,
        "mine": bool(state and actor and state.membership_id == actor.membership_id),
    }


def counter_states(hall: Hall) -> dict[UUID, str]:
    return dict(CounterState.objects.filter(hall=hall).values_list("counter_id", "state"))


def transfer_counters(ticket: Ticket, now: datetime) -> list[tuple[Counter, Queue]]:
    """Not closed, able to take this ticket, and whoever sits there may serve it; with the queue
    that it would wait in."""
    states = CounterState.objects.filter(hall=ticket.hall_id).exclude(state="closed")
    states = states.exclude(counter=ticket.at_counter_id).select_related("counter__zone")
    found = []
    for state in states.order_by("counter__number").prefetch_related(
        "counter__queues", "membership__authorisations"
    ):
        queue = queue_at(ticket.queue, state.counter.queues.all())
        if queue and state.membership and _may_serve(state.membership, queue, now):
            found.append((state.counter, queue))
    return found


def _may_serve(membership: Membership, queue: Queue, now: datetime) -> bool:
    return any(
        a.queue_id == queue.pk and a.valid_from <= now and (a.valid_to is None or a.valid_to > now)
        for a in membership.authorisations.all()
    )


def just_done(counter: Counter, since: datetime) -> Ticket | None:
    """Whose visit ended here last, not before `since`; None once somebody else was called."""
    last = (
        Call.objects.filter(hall_id=counter.hall_id, counter=counter, called_at__gte=since - STAY)
        .order_by("-called_at", "-id")
        .first()
    )
    if last is None or last.outcome != "done" or last.ended_at is None or last.ended_at < since:
        return None
    return ticket_by_id(last.ticket_id)
