"""Every reason in words: one row each, by the numbers that it must be true of."""

from __future__ import annotations

from typing import Any

import pytest

from yichuang.tickets import services
from yichuang.tickets.models import CounterState, Ticket
from yichuang.tickets.queries.lines import Ahead
from yichuang.tickets.queries.words import why_called, why_waiting

from .factories import NOW, House, later


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
        "不是第一次过号或往后排，等候时间重新算。"
        "往后排过或换了事项，现在按取号时间排。其中 4 位比您晚取号。",
    ),
    "another item": (
        ticket(in_line=False),
        told(),
        "换了事项，在新的队里按取号时间排。",
    ),
    "put first of all": (
        ticket(in_line=False, front="returned", front_at=NOW),
        told(people=0),
        "",
    ),
    "put first of all with others": (
        ticket(in_line=False, front="urgent", front_at=NOW),
        told(people=1),
        "排在最前的不止您一位，按先后叫。",
    ),
    "may be called again after its three calls": (
        ticket(skipped_at=NOW, in_line=False, skips=1),
        told(),
        "往后排过或换了事项，现在按取号时间排。",
    ),
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


# What waits (what changes an ordinary ticket of queue A that took its number 10 minutes ago),
# whether the counter's last call was of the first tiers, and the reason of who is called.
ROWS = list[dict[str, Any]]
SKIPPED = {"in_line": False, "skipped_at": NOW, "skips": 1}
ANEW = SKIPPED | {"skips": 2, "counts_from": later(-5)}
FRONT = {"in_line": False, "front_at": later(-1)}
CALLED: dict[str, tuple[ROWS, bool, str]] = {
    "returned": ([FRONT | {"front": "returned"}], False, "当天回来的，不用重排。"),
    "transferred": ([FRONT | {"front": "transferred"}], False, "从别的窗口转来，排在最前。"),
    "urgent": ([FRONT | {"front": "urgent"}], True, "经批准加急，排在最前。"),
    "first tier": ([{"tier": 1}, {}], False, "优先号。等了 10 分钟。"),
    "first tier, nobody else": ([{"tier": 1}], True, "优先号。等了 10 分钟。"),
    "errand": ([{"tier": 2}, {}], False, "补材料、取件，排在前面。等了 10 分钟。"),
    "turn": ([{"tier": 1}, {}], True, "上一个是优先号，这次轮到其他号。等了 10 分钟。"),
    "no turn where none of the first tier waits": ([{}], True, "等了 10 分钟。按号码顺序轮到。"),
    "turn of an older person": (
        [{"tier": 1}, {"head_start": 30}],
        True,
        "上一个是优先号，这次轮到其他号。等了 10 分钟。",
    ),
    "older": ([{"head_start": 30}, {}], False, "老年人提前 30 分钟。等了 10 分钟。"),
    "several queues": (
        [{}, {"queue": "B", "issued_at": NOW}],
        False,
        "等了 10 分钟。在 2 个队里最该叫。",
    ),
    "number order": ([{}, {}], False, "等了 10 分钟。按号码顺序轮到。"),
    "number order, though one took a number earlier": (
        [SKIPPED | {"issued_at": later(-60), "counts_from": later(-60)}, {}],
        False,
        "等了 10 分钟。按号码顺序轮到。",
    ),
    "out of the line": ([SKIPPED], False, "等了 10 分钟。队里能叫的号中等得最久。"),
    "minutes begun anew": ([ANEW], False, "重新计时后等了 5 分钟。队里能叫的号中等得最久。"),
    "anew in a turn": (
        [{"tier": 1}, ANEW | {"skipped_at": None}],
        True,
        "上一个是优先号，这次轮到其他号。重新计时后等了 5 分钟。",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "last_ahead", "words"), CALLED.values(), ids=CALLED)
def test_why_called_when(rows: ROWS, last_ahead: bool, words: str) -> None:
    house = House()
    worker, counter = house.desk(1, "AB")
    CounterState.objects.filter(pk=counter.pk).update(last_ahead=last_ahead)
    for row in rows:
        changes = {"issued_at": later(-10), **row}
        taken = house.take(changes.pop("queue", "A"), now=changes["issued_at"])
        changes.setdefault("counts_from", changes["issued_at"])
        Ticket.objects.filter(pk=taken.pk).update(**changes)
    called = services.call_next(actor=worker, now=NOW, counter=counter)
    assert called is not None
    assert why_called(called.why) == words


def test_why_called_when_nothing_was_noted() -> None:
    assert why_called({}) == ""
