"""Who would be called next at a counter: read, not locked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from yichuang.places.models import Counter

from ..models import Ticket
from ..order import FIRST, ORDER
from ..rules import AHEAD

_MINE = """
WITH mine AS MATERIALIZED (
  SELECT c.counter_id, c.hall_id, c.membership_id, c.last_ahead, h.alpha, h.requeue_after_calls
  FROM tickets_counterstate c JOIN places_hall h ON h.id = c.hall_id
  WHERE c.counter_id = %(counter)s AND c.state <> 'closed'
)"""
_NEXT = (
    _MINE
    + ORDER
    + f"""
SELECT h.id, h.people FROM heads h
ORDER BY {FIRST}
"""
)


def next_tickets(counter: Counter, now: datetime, limit: int = 5) -> list[dict[str, Any]]:
    """In order of calling as it is now; of each person only item and readiness (domain.md §9)."""
    return line_of(counter, now, limit)[0]


def line_of(counter: Counter, now: datetime, limit: int) -> tuple[list[dict[str, Any]], int]:
    """`next_tickets`, and how many there are beside the `limit`, too."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"counter": counter.pk, "now": now, "heads": limit})
        rows = cursor.fetchall()
    tickets = Ticket.objects.select_related("item", "queue").in_bulk([row[0] for row in rows])
    found = [_brief(tickets[row[0]], now) for row in rows if row[0] in tickets]
    return found, rows[0][1] if rows else 0


def _brief(ticket: Ticket, now: datetime) -> dict[str, Any]:
    return {
        "id": ticket.public_id,
        "number": ticket.number,
        "day": ticket.day,
        "item": {"id": ticket.item.code, "name": ticket.item.name} if ticket.item else None,
        "purpose": ticket.purpose,
        "queue": ticket.queue.name,
        "minutes": max(0, int((now - ticket.issued_at).total_seconds() // 60)),
        "priority": ticket.tier in AHEAD,
        "front": ticket.front,
        "answered": bool(ticket.scenarios),
    }
