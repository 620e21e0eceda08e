"""Ranges of minutes: hold eight of ten waits of a simulated hall, and say nothing unknown."""

from __future__ import annotations

import pytest

from yichuang.tickets.estimates import Pace, Range, wait_range, wait_ranges

from .simulated import share_held, simulated_day

QUEUES = {"A": 9, "B": 8.5, "C": 9, "D": 8, "E": 20, "F": 12, "G": 12, "Z": 4}
COUNTERS = [
    "AB",
    "AD",
    "BC",
    "CD",
    "AZ",
    "DZ",
    "EF",
    "EG",
    "FG",
    "FA",
    "GB",
    "EZ",
    "ABD",
    "CF",
    "DG",
    "AE",
]
PACES = {q: Pace(mean) for q, mean in QUEUES.items()}


def sets(*skills: str) -> list[frozenset[str]]:
    return [frozenset(s) for s in skills]


@pytest.mark.parametrize("people", [500, 600])
@pytest.mark.parametrize("older", [0.10, 0.28])
def test_told_ranges_hold_eight_of_ten_waits(people: int, older: float) -> None:
    rows = simulated_day(7, people, QUEUES, COUNTERS, older=older)
    assert len(rows) == people
    assert share_held(rows) >= 0.8
    waited = [(told, wait) for told, wait in rows if wait > 3]
    assert share_held(waited) >= 0.7
    assert sum(told.high - told.low for told, _ in rows) / people < 20


def test_no_open_counter_gives_no_range() -> None:
    assert wait_range("A", {"A": 3}, sets("B", "BC"), PACES, 0) is None
    assert wait_range("A", {}, [], PACES, 0) is None


def test_free_counter_and_nobody_before_is_at_once() -> None:
    assert wait_range("A", {"B": 9}, sets("A", "B"), PACES, 0) == Range(0, 2)
    busy = wait_range("A", {}, sets("A"), PACES, 1)
    assert busy is not None
    assert busy.high > 2


def test_more_people_before_never_wait_less() -> None:
    ranges = [wait_range("A", {"A": n, "B": 4}, sets("AB", "A"), PACES, 2) for n in range(30)]
    highs = [r.high for r in ranges if r]
    assert highs == sorted(highs)
    assert len(highs) == 30


def test_more_counters_never_wait_more() -> None:
    ranges = [wait_range("A", {"A": 20}, sets(*["A"] * n), PACES, n) for n in range(1, 10)]
    highs = [r.high for r in ranges if r]
    assert highs == sorted(highs, reverse=True)


def test_people_of_other_queues_count_as_far_as_they_share_counters() -> None:
    alone = wait_range("A", {"A": 5}, sets("A", "A"), PACES, 2)
    shared = wait_range("A", {"A": 5, "B": 5}, sets("AB", "AB"), PACES, 2)
    elsewhere = wait_range("A", {"A": 5, "B": 5}, sets("A", "A", "B"), PACES, 2)
    assert alone is not None
    assert shared is not None
    assert shared.high > alone.high
    assert elsewhere == alone


def test_several_queues_at_once_are_as_one_by_one() -> None:
    before, busy = {"A": 7, "B": 2, "E": 30}, {"A": 2, "B": 2, "E": 1}
    counters = sets("AB", "BE", "E")
    together = wait_ranges(["A", "B", "E"], before, counters, PACES, busy)
    for q in "ABE":
        assert together[q] == wait_range(q, before, counters, PACES, busy[q])


def test_unknown_queue_before_and_a_huge_backlog_end() -> None:
    found = wait_range("A", {"A": 100_000, "X": 5}, sets("A"), PACES, 1)
    assert found is not None
    assert found.low > 200
