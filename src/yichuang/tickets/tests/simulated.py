"""A simulated hall day on the pure rules: what was told at issue, and what came of it."""

from __future__ import annotations

import heapq
import math
import random
from collections import Counter as Count
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from yichuang.tickets import rules
from yichuang.tickets.estimates import Pace, Range, wait_range
from yichuang.tickets.turns import Before, may_overtake

START = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
SHARES = [
    8,
    11,
    12,
    11,
    8,
    5,
    3,
    0,
    0,
    0,
    7,
    8,
    9,
    8,
    6,
    4,
]  # half-hours from 08:30 (domain.md §10)
CV = 0.6


def service(mean: float, dice: random.Random) -> float:
    sigma = math.sqrt(math.log(1 + CV * CV))
    return dice.lognormvariate(math.log(mean) - sigma * sigma / 2, sigma)


def simulated_day(
    seed: int,
    people: int,
    queues: dict[str, float],
    counters: list[str],
    older: float = 0.17,
    first: float = 0.04,
    actual: float = 1.0,
) -> list[tuple[Range, float]]:
    """(told, waited) of everybody called. `actual`: true mean by the queue's figure."""
    dice = random.Random(seed)
    lines = {c: [rules.Line(q, queues[q]) for q in skills] for c, skills in enumerate(counters)}
    serving = [frozenset(skills) for skills in counters]
    paces = {q: Pace(mean * actual) for q, mean in queues.items()}
    slots = random.Random(seed + 1).choices(range(len(SHARES)), SHARES, k=people)
    arrivals = sorted(slot * 30 + dice.random() * 30 for slot in slots)
    names = list(queues)
    waiting: dict[str, rules.Waiting] = {}
    told: dict[str, Range] = {}
    out: list[tuple[Range, float]] = []
    free_at = dict.fromkeys(range(len(counters)), 0.0)
    last_ahead = dict.fromkeys(free_at, False)
    serials: Count[str] = Count()
    heap = [(t, n, -1) for n, t in enumerate(arrivals)]
    heapq.heapify(heap)
    tick = people
    while heap:
        t, _n, counter = heapq.heappop(heap)
        now = START + timedelta(minutes=t)
        if counter < 0:
            queue = dice.choice(names)
            serials[queue] += 1
            kind = dice.random()
            ticket = rules.Waiting(
                id=f"{queue}{serials[queue]}",
                queue=queue,
                day=START.date(),
                serial=serials[queue],
                issued_at=now,
                counts_from=now,
                tier=1 if kind < first else 3,
                head_start=30 if first <= kind < first + older else 0,
            )
            before = Count(w.queue for w in waiting.values() if _before(w, ticket))
            busy = sum(queue in counters[c] and free_at[c] > t for c in free_at)
            low = wait_range(queue, before, serving, paces, busy)
            before[queue] += _turns(ticket, before[queue], waiting, counters, last_ahead)
            high = wait_range(queue, before, serving, paces, busy)
            assert low and high
            told[ticket.id] = Range(min(low.low, high.low), high.high)
            waiting[ticket.id] = ticket
            idle = [c for c in free_at if free_at[c] <= t and queue in counters[c]]
        else:
            idle = [counter]
        for c in idle:
            chosen = rules.choose(
                waiting.values(),
                lines[c],
                counter=str(c),
                now=now,
                alpha=0.5,
                after_calls=3,
                last_ahead=last_ahead[c],
            )
            if chosen is None:
                continue
            del waiting[chosen.id]
            last_ahead[c] = chosen.rank in rules.AHEAD
            out.append((told[chosen.id], (now - chosen.issued_at).total_seconds() / 60))
            free_at[c] = t + 0.5 + service(queues[chosen.queue] * actual, dice)
            tick += 1
            heapq.heappush(heap, (free_at[c], tick, c))
    return out


def _before(other: rules.Waiting, me: rules.Waiting) -> bool:
    """As queries/lines.py counts it."""
    if other.rank != me.rank:
        return other.rank < me.rank
    if me.plain and other.plain and other.queue == me.queue:
        return other.serial < me.serial
    mine = replace(me).counts_from - timedelta(minutes=me.head_start)
    return other.counts_from - timedelta(minutes=other.head_start) <= mine


def _turns(
    me: rules.Waiting,
    people: int,
    waiting: dict[str, rules.Waiting],
    counters: list[str],
    last_ahead: dict[int, bool],
) -> int:
    """Who behind may come first, as queries/lines.py counts them for a new ticket."""
    mine = [c for c, skills in enumerate(counters) if me.queue in skills]
    shared = {q for c in mine for q in counters[c]}
    first = [w for w in waiting.values() if w.rank in rules.AHEAD and w.queue in shared]
    here = Before(behind=sum(w.queue == me.queue for w in waiting.values()) - people)
    return may_overtake(
        here,
        rank=me.rank,
        calls_left=0,
        ahead=len(first),
        counters=len(mine),
        after_ahead=sum(last_ahead[c] for c in mine),
    )


def share_held(rows: list[tuple[Range, float]]) -> float:
    return sum(told.low <= waited <= told.high for told, waited in rows) / len(rows)
