"""What services share: the locked ticket, what is written and told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.cursors import run
from yichuang.kit.errors import NotFound, Refused
from yichuang.kit.events import Writer
from yichuang.kit.rows import update

from ..fetching import BY_ID, LOCKED
from ..flow import AT_COUNTER, FLOW
from ..models import Ticket

MAX_REASON = 200


def locked(ticket: Ticket | str, actor: Actor) -> Ticket:
    """The ticket as it is now, locked until the transaction ends.

    Refused: 404 for a public id nobody has, and for another hall's staff.
    """
    public_id = ticket if isinstance(ticket, str) else ticket.public_id
    found = LOCKED.one(public_id) if "\0" not in public_id else None
    if found and found.state in AT_COUNTER and not _there(found):
        # It was called while we waited for the lock; its counter's row is of before.
        found = BY_ID.one(found.pk)
    if found is None or (actor.known and actor.hall_id not in (None, found.hall_id)):
        raise NotFound("no_such_ticket", _("没有这个号。"))
    return found


def _there(ticket: Ticket) -> bool:
    """Its counter's row says so, too."""
    runtime = getattr(ticket.counter, "runtime", None)
    return runtime is not None and runtime.current_ticket_id == ticket.pk


def hall_of(ticket: Ticket | str, actor: Actor) -> UUID:
    """Whose events a service on this ticket writes, before the ticket is locked."""
    if isinstance(ticket, Ticket):
        return ticket.hall_id
    if actor.hall_id:
        return actor.hall_id
    known = Ticket.objects.filter(public_id=ticket) if "\0" not in ticket else Ticket.objects.none()
    hall_id = known.values_list("hall_id", flat=True).first()
    if hall_id is None:
        raise NotFound("no_such_ticket", _("没有这个号。"))
    return hall_id


def own_counter(ticket: Ticket, actor: Actor) -> None:
    """The ticket is at the counter of this worker. Refused: it is at somebody else's."""
    if ticket.state not in AT_COUNTER:
        return
    counter = ticket.counter
    if actor.kind == "system" or (counter and counter.runtime.membership_id == actor.membership_id):
        return
    raise Refused(
        "not_your_ticket",
        _("这个号正在 %(n)s 号窗口。") % {"n": counter.number if counter else ""},
        state=ticket.state,
    )


def step(
    w: Writer,
    ticket: Ticket,
    action: str,
    event: str,
    *,
    actor: Actor,
    now: datetime,
    fields: Iterable[str] = (),
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Ticket:
    """Advance, save what changed, and tell it: the end of every service on one ticket."""
    FLOW.advance(ticket, action, actor=actor, reason=reason)
    return save(w, ticket, event, actor=actor, now=now, fields=fields, reason=reason, data=data)


def save(
    w: Writer,
    ticket: Ticket,
    event: str,
    *,
    actor: Actor,
    now: datetime,
    fields: Iterable[str] = (),
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Ticket:
    ticket.version += 1
    update(ticket, ["state", "version", *fields])
    more = {"reason": plain(reason)} if reason.strip() else {}
    tell(w, ticket, event, actor=actor, now=now, data={**(data or {}), **more})
    return ticket


def plain(reason: str) -> str:
    """As events keep it: short, and without the number of a paper or phone."""
    return re.sub(r"[0-9]{7,}[0-9Xx]", "…", reason.strip()[:MAX_REASON])


def tell(
    w: Writer,
    ticket: Ticket,
    event: str,
    *,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    w.add(
        event,
        subject=ticket.id,
        actor=actor,
        now=now,
        version=ticket.version,
        data={"number": ticket.number, "queue": ticket.queue.code, **(data or {})},
        topics=event_topics(ticket),
    )


def event_topics(ticket: Ticket) -> list[str]:
    """The event goes to the hall, to the ticket's own page and to the counter."""
    topics = [f"hall:{ticket.hall.code}", f"ticket:{ticket.public_id}"]
    return [*topics, f"counter:{ticket.counter_id}"] if ticket.counter_id else topics


_LEAVE = """
WITH freed AS (
  UPDATE tickets_counterstate SET current_ticket_id = NULL WHERE current_ticket_id = %(ticket)s
)
UPDATE tickets_call SET ended_at = %(now)s, served_seconds = %(seconds)s, outcome = %(outcome)s
WHERE id = %(call)s
"""
LEFT = ("at_counter", "started_at", "served_seconds")


def leave_counter(ticket: Ticket, now: datetime, outcome: str) -> None:
    """Free the counter and close its call; the ticket itself is saved by the caller (LEFT)."""
    if ticket.started_at:
        ticket.served_seconds += max(0, round((now - ticket.started_at).total_seconds()))
    served = ticket.served_seconds if ticket.started_at else None
    values = {
        "ticket": ticket.id,
        "now": now,
        "seconds": served,
        "outcome": outcome,
        "call": ticket.call_id,
    }
    run(_LEAVE, values)
    ticket.at_counter_id = None
    ticket.started_at = None


def release_claims(ticket: Ticket) -> list[str]:
    """A ticket that ends holds no place of a person or agent any more."""
    ticket.live_key = ticket.agent_key = None
    return ["live_key", "agent_key"]


def counter_of(actor: Actor) -> UUID | None:
    """The counter this worker has open now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT counter_id FROM tickets_counterstate"
            " WHERE membership_id = %s AND state = 'open'",
            [actor.membership_id],
        )
        row = cursor.fetchone()
    return row[0] if row else None
