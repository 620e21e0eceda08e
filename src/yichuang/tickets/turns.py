"""Who behind a ticket may still be called before it: the three calls of a passed or postponed
one, and every second call beside the first tier (domain.md §5). Pure."""

from __future__ import annotations

from typing import NamedTuple

from .rules import AHEAD


class Before(NamedTuple):
    """Tickets of one queue that wait, as one of them, or one to come, sees them."""

    people: int = 0  # before it in the order of calling, arrived or not
    arrived: int = 0  # of these
    later: int = 0  # of these: took a number later
    moved: int = 0  # of these: came to their place after its issue
    firm: int = 0  # of these: called before anybody behind, at every counter
    ahead: int = 0  # of the first tiers, who may be called before it
    behind: int = 0  # the others; counted only where they may come first


def may_overtake(
    here: Before, *, rank: int, calls_left: int, ahead: int, counters: int, after_ahead: int
) -> int:
    """At most so many of those behind in its own queue are called before it.

    `calls_left`: of its queue before it may be called; `ahead`: in all queues of its counters;
    `after_ahead`: those of its `counters` whose last call was of the first tiers.
    """
    turns = max(0, calls_left - here.firm)
    if rank in AHEAD:
        turns += ahead + (counters if calls_left else after_ahead)
    return min(here.behind, turns)
