"""Who is before a ticket, and who serves: one statement for every told wait."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yichuang.kit.cursors import fetch

from ..estimates import Range, wait_range
from ..models import Ticket
from ..rules import AHEAD, ORDINARY
from ..turns import Before, may_overtake
from .paces import paces

LAST = 2**31 - 1

# What each open counter serves now, by equipment and authorisation, whether somebody is there,
# and whether its last call was of the first tiers.
# Lateral, so that a plan without statistics does not join every authorisation of the hall.
SERVING = """
SELECT s.queues, c.current_ticket_id IS NOT NULL AS busy, c.last_ahead
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
# Two columns: turns.Before by queue, open counters [queues, busy, last_ahead]. Who is not before
# is looked at only where they may come first (`turns`); OFFSET 0: who is before is found once a row.
_LINES = (
    """
  (SELECT coalesce(jsonb_object_agg(queue_id, n), '{}') FROM (
    SELECT queue_id, jsonb_build_array(count(*) FILTER (WHERE b), count(arrived_at) FILTER (WHERE b),
      count(*) FILTER (WHERE b AND moved_at IS NULL AND issued_at > %(issued)s),
      count(*) FILTER (WHERE b AND moved_at > %(issued)s),
      count(arrived_at) FILTER (WHERE b AND directed_to_id IS NULL AND skipped_at IS NULL
        AND rank IN (0, 3)),
      count(*) FILTER (WHERE rank IN (1, 2) AND rank <= %(rank)s AND (b OR queue_id <> <queue>)),
      count(*) FILTER (WHERE NOT b)) AS n
    FROM (SELECT queue_id, arrived_at, issued_at, moved_at, directed_to_id, skipped_at, rank, CASE
        WHEN rank <> %(rank)s THEN rank < %(rank)s
        WHEN rank = 0 THEN (front_at, issued_at) <= (%(front)s, %(issued)s)
        WHEN %(plain)s AND queue_id = <queue> AND in_line AND head_start = 0
          THEN (day, serial) < (%(day)s, %(serial)s)
        ELSE counts_from - head_start * interval '1 minute' <= %(virtual)s END AS b
      FROM (SELECT *, CASE WHEN front_at IS NULL THEN tier ELSE 0 END AS rank FROM tickets_ticket
        WHERE hall_id = %(hall)s AND state = 'waiting' AND id <> %(me)s) t OFFSET 0) t
    WHERE b OR %(turns)s GROUP BY queue_id) before),
  (SELECT coalesce(jsonb_agg(jsonb_build_array(queues, busy, last_ahead)), '[]') FROM (
"""
    + SERVING
    + """) served)
"""
)


def lines(queue: str) -> str:
    """The two columns, for the queue that this expression names."""
    return _LINES.replace("<queue>", queue)


_AHEAD = "SELECT " + lines("%(queue)s")
# And how many calls of its queue a passed or postponed one still waits for.
_SKIPPED = (
    _AHEAD
    + """, CASE WHEN %(skipped)s > %(now)s THEN 0 ELSE greatest(0, %(after)s - (
  SELECT count(*) FROM tickets_call WHERE hall_id = %(hall)s AND queue_id = %(queue)s
    AND called_at > %(skipped)s)) END"""
)


@dataclass(frozen=True)
class Ahead:
    """`people`: at most so many are called before, arrived or not. Of them `later` took their
    number after this one and `moved` came to their place after its issue; `turns` are behind it
    and may still come first, also because it waits for `calls_left` calls of its queue."""

    people: int
    later: int = 0
    wait: Range | None = None
    counters: int = 0  # open ones that serve its queue
    moved: int = 0
    turns: int = 0
    calls_left: int = 0


def ahead_of(ticket: Ticket, now: datetime) -> Ahead:
    """For a waiting ticket."""
    values = line_values(ticket, now)
    if ticket.skipped_at:
        skipped = {"skipped": ticket.skipped_at, "after": ticket.hall.requeue_after_calls}
        ((before, counters, *calls_left),) = fetch(_SKIPPED, values | skipped)
    else:
        ((before, counters, *calls_left),) = fetch(_AHEAD, values)
    return told(ticket, before, counters, now, *calls_left)


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
        "turns": rank in AHEAD or ticket.skipped_at is not None,
        "now": now,
    }


def told(ticket: Ticket, before: str, counters: str, now: datetime, calls_left: int = 0) -> Ahead:
    """What the columns of lines() come to."""
    rows = {q: Before(*row) for q, row in json.loads(before).items()}
    return _told(ticket, rows, json.loads(counters), now, calls_left)


def _told(
    ticket: Ticket,
    before: dict[str, Before],
    counters: list[tuple[list[str], bool, bool]],
    now: datetime,
    calls_left: int,
) -> Ahead:
    queue = str(ticket.queue_id)
    here = before.get(queue, Before())
    mine = [row for row in counters if queue in row[0]]
    shared = {q for queues, _busy, _ahead in mine for q in queues}
    turns = may_overtake(
        here,
        rank=0 if ticket.front_at else ticket.tier,
        calls_left=calls_left,
        ahead=sum(row.ahead for q, row in before.items() if q in shared),
        counters=len(mine),
        after_ahead=sum(last for _queues, _busy, last in mine),
    )
    measured, serving = paces(ticket.hall_id, now), [frozenset(row[0]) for row in counters]
    busy = sum(taken for _queues, taken, _ahead in mine)
    there = {q: row.arrived for q, row in before.items()}
    most = {q: row.people for q, row in before.items()}
    if turns:
        most[queue] = here.people + turns
    high = wait_range(queue, most, serving, measured, busy)
    low = high if there == most else wait_range(queue, there, serving, measured, busy)
    wait = Range(min(low.low, high.low), high.high) if low and high else None
    people = here.people + turns
    return Ahead(people, here.later, wait, len(mine), here.moved, turns, calls_left)
