"""Who is before a ticket, and who serves: one statement for every told wait."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yichuang.kit.cursors import fetch

from ..estimates import Range, wait_range
from ..models import Ticket
from ..rules import ORDINARY
from .paces import paces

LAST = 2**31 - 1

# What each open counter serves now, by equipment and authorisation, and whether somebody is there.
# Lateral, so that a plan without statistics does not join every authorisation of the hall.
SERVING = """
SELECT s.queues, c.current_ticket_id IS NOT NULL AS busy
FROM tickets_counterstate c CROSS JOIN LATERAL (
  SELECT jsonb_agg(e.queue_id) AS queues FROM places_counterqueue e
  WHERE e.hall_id = c.hall_id AND e.counter_id = c.counter_id AND EXISTS (
    SELECT FROM people_authorisation a
    WHERE a.hall_id = c.hall_id AND a.membership_id = c.membership_id AND a.queue_id = e.queue_id
      AND a.valid_from <= %(now)s AND (a.valid_to IS NULL OR a.valid_to > %(now)s))
) s
WHERE c.hall_id = %(hall)s AND c.state = 'open' AND s.queues IS NOT NULL
"""

# Same order as services/choosing.py, but for the weights of other queues, and arrived or not.
# Two columns: people before by queue [all, arrived, later], open counters [queues, busy].
_LINES = (
    """
  (SELECT coalesce(jsonb_object_agg(queue_id, jsonb_build_array(n, arrived, later)), '{}') FROM (
    SELECT t.queue_id, count(*) AS n, count(t.arrived_at) AS arrived,
      count(*) FILTER (WHERE greatest(t.issued_at, t.front_at) > %(issued)s) AS later
    FROM tickets_ticket t
    WHERE t.hall_id = %(hall)s AND t.state = 'waiting' AND t.id <> %(me)s
      AND CASE
        WHEN (CASE WHEN t.front_at IS NULL THEN t.tier ELSE 0 END) <> %(rank)s
          THEN (CASE WHEN t.front_at IS NULL THEN t.tier ELSE 0 END) < %(rank)s
        WHEN %(rank)s = 0 THEN t.front_at < %(front)s
        WHEN %(plain)s AND t.queue_id = <queue> AND t.in_line AND t.head_start = 0
          THEN (t.day, t.serial) < (%(day)s, %(serial)s)
        ELSE t.counts_from - t.head_start * interval '1 minute' <= %(virtual)s END
    GROUP BY t.queue_id) before),
  (SELECT coalesce(jsonb_agg(jsonb_build_array(served.queues, served.busy)), '[]') FROM (
"""
    + SERVING
    + """) served)
"""
)


def lines(queue: str) -> str:
    """The two columns, for the queue that this expression names."""
    return _LINES.replace("<queue>", queue)


_AHEAD = "SELECT " + lines("%(queue)s")


@dataclass(frozen=True)
class Ahead:
    """`people`: at most so many before, arrived or not; `later` of them came after this ticket."""

    people: int
    later: int = 0
    wait: Range | None = None
    counters: int = 0  # open ones that serve its queue


def ahead_of(ticket: Ticket, now: datetime) -> Ahead:
    """For a waiting ticket."""
    ((before, counters),) = fetch(_AHEAD, line_values(ticket, now))
    return told(ticket, before, counters, now)


def line_values(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """Also for a ticket that is about to be inserted: serial 0 is after everybody."""
    rank = 0 if ticket.front_at else ticket.tier
    return {
        "hall": ticket.hall_id,
        "me": ticket.id,
        "queue": ticket.queue_id,
        "issued": ticket.issued_at,
        "rank": rank,
        "front": ticket.front_at,
        "plain": ticket.in_line and rank == ORDINARY and not ticket.head_start,
        "day": ticket.day,
        "serial": ticket.serial or LAST,
        "virtual": ticket.counts_from - timedelta(minutes=ticket.head_start),
        "now": now,
    }


def told(ticket: Ticket, before: str, counters: str, now: datetime) -> Ahead:
    """What the two columns of lines() come to."""
    return _told(ticket, json.loads(before), json.loads(counters), now)


def _told(
    ticket: Ticket,
    before: dict[str, list[int]],
    counters: list[tuple[list[str], bool]],
    now: datetime,
) -> Ahead:
    queue = str(ticket.queue_id)
    people, _arrived, later = before.get(queue, [0, 0, 0])
    serving = [frozenset(queues) for queues, _busy in counters]
    busy = sum(queue in queues and taken for queues, taken in counters)
    measured = paces(ticket.hall_id, now)
    everybody = {q: row[0] for q, row in before.items()}
    there = {q: row[1] for q, row in before.items()}
    high = wait_range(queue, everybody, serving, measured, busy)
    low = high if there == everybody else wait_range(queue, there, serving, measured, busy)
    wait = Range(min(low.low, high.low), high.high) if low and high else None
    return Ahead(people, later, wait, sum(queue in queues for queues in serving))
