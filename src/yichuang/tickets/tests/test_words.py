"""Every reason in words: one row each, by the numbers that it must be true of."""

from __future__ import annotations

from typing import Any

import pytest

from yichuang.tickets.models import Ticket
from yichuang.tickets.queries.lines import Ahead
from yichuang.tickets.queries.words import why_waiting

from .factories import NOW, later


def ticket(**more: Any) -> Ticket:
    return Ticket(**{"issued_at": NOW, "counts_from": NOW, "arrived_at": NOW} | more)


def told(**more: int) -> Ahead:
    return Ahead(**{"people": 5, "counters": 1} | more)


WAITING = {
    "nothing needs a reason": (ticket(), told(), ""),
    "not arrived": (
        ticket(arrived_at=None),
        told(),
        "还没有确认到场，轮到时会先跳过。",
    ),
    "some took a number later": (
        ticket(),
        told(later=2),
        "其中 2 位比您晚取号：老年人、优先或补材料取件的。",
    ),
    "some came back to their place": (
        ticket(),
        told(moved=1),
        "其中 1 位后来排到前面：过号或暂离回来、往后排、转来、加急或换了事项。",
    ),
    "passed or postponed": (
        ticket(skipped_at=NOW, in_line=False, skips=1),
        told(calls_left=3, turns=3),
        "过号或往后排过，要等本队再叫 3 个号；没有别人等就马上叫。",
    ),
    "for the second time": (
        ticket(skipped_at=NOW, in_line=False, skips=2, counts_from=later(9)),
        told(later=4),
        "不是第一次过号或往后排，等候时间重新算。其中 4 位比您晚取号。",
    ),
    "another item": (
        ticket(in_line=False),
        told(),
        "换了事项，在新的队里按取号时间排。",
    ),
    "put first of all": (ticket(in_line=False, front="returned", front_at=NOW), told(), ""),
    "of the first tier": (
        ticket(tier=1),
        told(turns=1),
        "优先号和普通号轮流叫，前面可能先叫普通号。",
    ),
    "of the first tier and nobody may come first": (ticket(tier=1), told(), ""),
    "no counter is open": (
        ticket(),
        told(counters=0),
        "现在没有窗口办这个队，无法估计时间。",
    ),
}


@pytest.mark.parametrize(("one", "seen", "words"), WAITING.values(), ids=WAITING)
def test_why_waiting_when(one: Ticket, seen: Ahead, words: str) -> None:
    assert why_waiting(one, seen) == words
