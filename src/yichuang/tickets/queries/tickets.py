"""One ticket: who may fetch it, and what is told of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item
from yichuang.kit.actors import Actor, citizen
from yichuang.kit.errors import Forbidden, NotFound
from yichuang.kit.privacy import decrypt

from ..estimates import Range
from ..fetching import BY_ID, BY_PUBLIC_ID
from ..flow import FLOW, WAITING
from ..models import Matter, Ticket
from ..permissions import ACT_FOR_HOLDER
from ..proofs import holds
from ..rules import AHEAD, quiet_recalls
from .closing import doubt_before_closing
from .lines import Ahead, ahead_of
from .words import why_called, why_waiting


def get_ticket_for(actor: Actor, public_id: str) -> Ticket:
    """Whoever knows the public id may see it; another hall's staff may not (404)."""
    ticket = BY_PUBLIC_ID.one(public_id) if "\0" not in public_id else None
    if ticket is None or (actor.known and actor.hall_id not in (None, ticket.hall_id)):
        raise NotFound("no_such_ticket", _("没有这个号。"))
    return ticket


def ticket_by_id(ticket_id: UUID) -> Ticket:
    """By its row key, which never leaves the house: for capabilities above."""
    ticket = BY_ID.one(ticket_id)
    if ticket is None:
        raise NotFound("no_such_ticket", _("没有这个号。"))
    return ticket


def is_holder(ticket: Ticket, secret: str) -> bool:
    """Refused: 403 for a wrong secret; '' is nobody."""
    if secret and not holds(ticket, secret):
        raise Forbidden("wrong_secret", _("这不是这个号的密钥，请用取号的手机。"))
    return bool(secret)


def ticket_view(
    ticket: Ticket,
    now: datetime,
    *,
    actor: Actor | None = None,
    holder: bool = False,
    ahead: Ahead | None = None,
) -> dict[str, Any]:
    """`GET /tickets/{ticket}`: no personal values but for the holder. One statement while waiting."""
    waiting = ticket.state == WAITING
    if waiting and ahead is None:
        ahead = ahead_of(ticket, now)
    why = why_called(ticket.why)
    if waiting and ahead:
        why = why_waiting(ticket, ahead)
    view = {
        "id": ticket.public_id,
        "number": ticket.number,
        "hall": ticket.hall.code,
        "item": {"id": ticket.item.code, "name": ticket.item.name} if ticket.item else None,
        "purpose": ticket.purpose,
        "state": ticket.state,
        "arrived": ticket.arrived_at is not None,
        "issued_at": ticket.issued_at,
        "called_at": ticket.called_at,
        "counter": _counter(ticket),
        "ahead": ahead.people if waiting and ahead else 0,
        "wait": _range(ahead.wait) if waiting and ahead else None,
        "why": why,
        "state_name": str(FLOW.states[ticket.state]),
        "day": ticket.day,
        "version": ticket.version,
        "queue": _queue(ticket),
        "started_at": ticket.started_at,
        "ended_at": ticket.ended_at,
        "recalls": ticket.recalls,
        "quiet_recalls": quiet_recalls(ticket.recalls, ticket.hall.sounding_recalls),
        "priority": ticket.tier in AHEAD,
        "front": ticket.front,
        "slip": ticket.slip,
        "closing": _closing(ticket, now, ahead) if waiting else None,
    }
    if holder or (actor and actor.can(ACT_FOR_HOLDER, ticket.hall_id)):
        view |= _for_holder(ticket, actor or citizen(), holder)
    return view


def _for_holder(ticket: Ticket, actor: Actor, holder: bool) -> dict[str, Any]:
    can = holder or actor.can(ACT_FOR_HOLDER, ticket.hall_id)
    return {
        "actions": FLOW.allowed(ticket, actor, holder=can),
        "needs": ticket.needs,
        "needs_proven": ticket.needs_proven,
        "scenarios": ticket.scenarios,
        "for_another": ticket.for_another,
    }


def _counter(ticket: Ticket) -> dict[str, Any] | None:
    counter = ticket.counter
    if counter is None or ticket.state == WAITING:
        return None
    return {
        "id": counter.id,
        "number": counter.number,
        "name": counter.name,
        "zone": counter.zone.name,
        "floor": counter.zone.floor,
        "direction": counter.direction,
    }


def _queue(ticket: Ticket) -> dict[str, Any]:
    queue = ticket.queue
    return {
        "id": queue.id,
        "code": queue.code,
        "prefix": queue.prefix,
        "name": queue.name,
        "zone": queue.zone.name,
        "floor": queue.zone.floor,
        "seat_hint": queue.zone.seat_hint,
    }


def _range(told: Range | None) -> dict[str, int] | None:
    return {"low": told.low, "high": told.high} if told else None


def _closing(ticket: Ticket, now: datetime, ahead: Ahead | None) -> dict[str, Any] | None:
    high = ahead.wait.high if ahead and ahead.wait else None
    doubt = doubt_before_closing(ticket.hall, now, high)
    return vars(doubt).copy() if doubt else None


def principal_name(ticket: Ticket) -> str:
    """For whom an agent holds this number; '' for one's own."""
    return decrypt(ticket.principal_name)


def matters_of(ticket: Ticket) -> list[Item]:
    """Further things wanted on the same number, in the order they were added."""
    rows = Matter.objects.filter(hall_id=ticket.hall_id, ticket=ticket).select_related("item")
    return [row.item for row in rows]
