"""How long one will wait, told as a range. Pure: counts and durations come in.

The people before you in your queue, and in the queues that share its counters as far as
they share them, are served by the counters that serve your queue. Service times are
log-normal with the measured mean and spread, so the sum is near normal; the range holds
about eight of ten waits. Older and first-tier people who come later are an allowance on the
upper end (domain.md §10: 4 % and up to 30 %).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SPREAD = 0.6  # standard deviation of a service by its mean, until measured (domain.md §10)
Z = 1.28  # eight of ten
OVERTAKING = 0.15
BETWEEN = 0.5  # minutes from the end of one service to the next person sitting down


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
    mine = [c for c in counters if queue in c]
    if not mine:
        return None
    work = variance = 0.0
    for other, people in before.items():
        share = _share(other, mine, counters)
        if not share or other not in paces:
            continue
        pace = paces[other]
        minutes = pace.mean + BETWEEN
        work += people * share * minutes
        variance += people * share * (pace.spread * pace.mean) ** 2
    own = paces[queue]
    free = len(mine) - busy
    if work == 0 and free > 0:
        return Range(0, max(2, math.ceil(own.mean / 2)))
    # Those being served now are half through on average, and never all at once.
    residual = own.mean * (1 + own.spread**2) / 2
    wait = (work + busy * residual) / len(mine)
    if not before.get(queue) and busy:
        wait = min(wait, max(residual, work / len(mine) + residual / len(mine)))
    deviation = math.sqrt(variance + busy * (own.spread * own.mean) ** 2) / len(mine)
    low = max(0.0, wait - Z * deviation)
    high = wait * (1 + OVERTAKING) + Z * deviation + 1
    return Range(math.floor(low), math.ceil(high))


def _share(other: str, mine: Sequence[frozenset[str]], counters: Sequence[frozenset[str]]) -> float:
    """Which part of another queue's people comes to the counters of mine."""
    all_of_it = sum(other in c for c in counters)
    return sum(other in c for c in mine) / all_of_it if all_of_it else 0.0
