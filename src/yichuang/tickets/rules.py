"""Order of calling and who comes first (domain.md §5), on plain values: no tables, no clock.

The same order is a statement in services/choosing.py; a hypothesis test holds them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

Key = TypeVar("Key")
FRONT_TIER, FIRST, ERRAND, ORDINARY = 0, 1, 2, 3
AHEAD = (FIRST, ERRAND)
OLDER = "older"
ERRANDS = ("supply", "collect")


@dataclass(frozen=True)
class Line:
    """A queue that this counter and this person may serve."""

    queue: str
    mean_minutes: float


@dataclass(frozen=True)
class Waiting:
    """A waiting ticket, as far as the order needs it."""

    id: str
    queue: str
    day: date
    serial: int
    issued_at: datetime
    counts_from: datetime
    arrived: bool = True
    tier: int = ORDINARY
    head_start: int = 0
    in_line: bool = True
    front_at: datetime | None = None
    directed_to: str | None = None  # a counter that is not closed
    skipped_at: datetime | None = None
    calls_since: int = 0  # calls of its queue after skipped_at

    @property
    def rank(self) -> int:
        return FRONT_TIER if self.front_at else self.tier

    @property
    def plain(self) -> bool:
        """Called in number order within its queue."""
        return self.in_line and self.rank == ORDINARY and not self.head_start


def tier_of(needs: Iterable[str], purpose: str, first: Collection[str]) -> int:
    """`first`: needs that this hall calls first of all."""
    if any(need in first for need in needs):
        return FIRST
    return ERRAND if purpose in ERRANDS else ORDINARY


def minutes_waited(counts_from: datetime, now: datetime) -> float:
    """Never below 0: a clock that was set back takes nobody's place."""
    return max(0.0, (now - counts_from).total_seconds() / 60)


def index(ticket: Waiting, mean_minutes: float, alpha: float, now: datetime) -> float:
    """(head start + minutes waited) × (1 / mean service minutes)^α."""
    minutes = ticket.head_start + minutes_waited(ticket.counts_from, now)
    return float(minutes * (1.0 / mean_minutes) ** alpha)


def free(ticket: Waiting, now: datetime, after_calls: int) -> bool:
    """A passed or postponed ticket waits for three further calls of its queue.

    After a clock was set back nobody is held by a time that has not come.
    """
    skipped = ticket.skipped_at
    return skipped is None or skipped > now or ticket.calls_since >= after_calls


def callable_now(
    pool: Iterable[Waiting], now: datetime, after_calls: int, last_ahead: bool
) -> list[Waiting]:
    """Whom this counter may call. `last_ahead`: its last call was of tier 1 or 2."""
    by_queue: dict[str, list[Waiting]] = defaultdict(list)
    for ticket in pool:
        by_queue[ticket.queue].append(ticket)
    ready = []
    for tickets in by_queue.values():
        unblocked = [t for t in tickets if free(t, now, after_calls)]
        ready += unblocked or tickets
    others = [t for t in ready if t.rank not in AHEAD]
    return others if last_ahead and others else ready


def choose(
    tickets: Iterable[Waiting],
    lines: Iterable[Line],
    *,
    counter: str,
    now: datetime,
    alpha: float,
    after_calls: int,
    last_ahead: bool,
) -> Waiting | None:
    """The one to call next at this counter; None when nobody may be called."""
    means = {line.queue: line.mean_minutes for line in lines}
    pool = [
        t for t in tickets if t.arrived and t.queue in means and t.directed_to in (None, counter)
    ]
    ready = callable_now(pool, now, after_calls, last_ahead)
    heads: dict[str, Waiting] = {}
    for t in ready:
        if t.plain and (
            t.queue not in heads or (t.day, t.serial) < (heads[t.queue].day, heads[t.queue].serial)
        ):
            heads[t.queue] = t

    def key(t: Waiting) -> tuple[int, float, float, datetime, date, int, str]:
        front = t.front_at.timestamp() if t.front_at else 0.0
        points = 0.0 if t.front_at else -index(t, means[t.queue], alpha, now)
        return (t.rank, front, points, t.issued_at, t.day, t.serial, t.id)

    return min((t for t in ready if not t.plain or heads[t.queue] is t), key=key, default=None)


def queue_at(own: Key, served: Collection[Key]) -> Key | None:
    """Where a ticket of queue `own` waits at a counter that serves these: there too, else in the
    only one. None: nobody can tell."""
    if own in served:
        return own
    return next(iter(served)) if len(served) == 1 else None


def quiet_recalls(recalls: int, sounding: int) -> int:
    """How many of a call's recalls went to phone and guide only: those after the sounding ones."""
    return max(0, recalls - sounding)


def service_is_doubtful(closes_in: int | None, wait_high: int | None, last_call: int) -> bool:
    """Before closing: the told wait may be longer than the hall is open, or it closes soon.

    `closes_in`: minutes, None where the hall does not close; `wait_high`: None where no counter
    serves the queue now; `last_call`: the hall's own minutes of warning, 0 for none.
    """
    if closes_in is None:
        return False
    return closes_in == 0 or closes_in <= last_call or closes_in < (wait_high or 0)


def age_on(number: str, day: date) -> int | None:
    """Years of age by an 18-sign citizen number; None where it holds no date of birth."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return years if 0 <= years <= 130 else None
