"""How long one will wait, told as a range. Pure: counts and durations come in.

The people before you are drained as a fluid: each open counter divides itself among the queues
it serves by the work that waits in them. Around that, the spread of log-normal services, and
above it an allowance for older and first-tier people who come later (domain.md §10: 4 % and up
to 30 %). A simulated hall on the very rules of calling holds the range to eight of ten waits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SPREAD = 0.6  # standard deviation of a service by its mean, until measured (domain.md §10)
Z = 1.28  # eight of ten
OVERTAKING = 0.3  # of the wait
SLACK = 3.0  # minutes: who is served now may take long
BETWEEN = 0.5  # minutes from the end of one service to the next person sitting down
STEPS = 15  # of the draining: the wait is found to a fifteenth of the hall's backlog
LONGEST = 300.0  # minutes


@dataclass(frozen=True)
class Pace:
    """Measured minutes of one service of a queue."""

    mean: float
    spread: float = SPREAD


@dataclass(frozen=True)
class Range:
    low: int
    high: int


def wait_range(
    queue: str,
    before: Mapping[str, int],
    counters: Sequence[frozenset[str]],
    paces: Mapping[str, Pace],
    busy: int,
) -> Range | None:
    """`before`: people before this ticket by queue; `counters`: queues that each open one serves;
    `busy`: how many of those that serve this queue have somebody now. None: no counter is open.
    """
    return wait_ranges([queue], before, counters, paces, {queue: busy})[queue]


def wait_ranges(
    queues: Sequence[str],
    before: Mapping[str, int],
    counters: Sequence[frozenset[str]],
    paces: Mapping[str, Pace],
    busy: Mapping[str, int],
) -> dict[str, Range | None]:
    """The same for several queues at once, with the same people before."""
    work = {q: n * (paces[q].mean + BETWEEN) for q, n in before.items() if q in paces and n}
    waits = _drained(set(queues), work, counters)
    return {
        q: _range(waits[q], paces[q], sum(q in c for c in counters), busy.get(q, 0)) for q in queues
    }


def _range(wait: float, own: Pace, mine: int, busy: int) -> Range | None:
    """Around the minutes until the people before are gone; `mine` counters serve the queue."""
    if not mine:
        return None
    if wait == 0 and busy < mine:
        return Range(0, 2)
    if busy >= mine:  # the first of those being served must end
        wait += own.mean * (1 + own.spread**2) / 2 / mine
    deviation = Z * own.spread * math.sqrt(wait * own.mean / mine)
    low = wait - deviation - 1
    high = wait * (1 + OVERTAKING) + deviation + SLACK
    return Range(max(0, math.floor(low)), math.ceil(high))


def _drained(
    wanted: set[str], work: Mapping[str, float], counters: Sequence[frozenset[str]]
) -> dict[str, float]:
    """Minutes until the work before is gone, for each wanted queue."""
    left = {q: amount for q, amount in work.items() if any(q in c for c in counters)}
    out = dict.fromkeys(wanted, 0.0)
    if len(set(counters)) == 1:  # they divide themselves alike: all is gone at once
        return out | dict.fromkeys(
            wanted & set(left), min(LONGEST, sum(left.values()) / len(counters))
        )
    open_ones = wanted & set(left)
    step = max(0.5, sum(left.values()) / max(1, len(counters)) / STEPS)
    minutes = 0.0
    while open_ones and minutes < LONGEST:
        done: dict[str, float] = {}
        for c in counters:
            waiting = [(q, left[q]) for q in c if q in left]
            total = sum(amount for _q, amount in waiting)
            for q, amount in waiting:
                done[q] = done.get(q, 0) + step * amount / total
        for q, amount in done.items():
            if amount >= left[q]:
                if q in open_ones:
                    out[q] = minutes + step * left[q] / amount
                    open_ones.discard(q)
                del left[q]
            else:
                left[q] -= amount
        minutes += step
    return out | dict.fromkeys(open_ones, LONGEST)
