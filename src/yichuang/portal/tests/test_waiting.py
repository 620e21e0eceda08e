from __future__ import annotations

import pytest

from yichuang.portal.waiting import numbers, range_tile, span


@pytest.mark.parametrize(
    ("counters", "shown"), [([3, 4, 5, 6], "3-6"), ([8, 3, 4], "3-4、8"), ([11], "11"), ([], "")]
)
def test_counters_are_told_as_runs(counters: list[int], shown: str) -> None:
    assert numbers(counters) == shown


def test_a_range_is_told_as_one_number_only_where_it_is_one() -> None:
    assert span({"low": 4, "high": 9}) == "4-9"
    assert span({"low": 5, "high": 5}) == "5"


@pytest.mark.parametrize(
    ("low", "high", "value", "unit"),
    [(4, 9, "4-9", "分钟"), (0, 9, "9", "分钟内"), (0, 0, "1", "分钟内")],
)
def test_a_wait_that_may_be_none_is_told_by_its_end(
    low: int, high: int, value: str, unit: str
) -> None:
    tile = range_tile("大约再等", {"low": low, "high": high})[0]
    assert (tile["value"], tile["unit"]) == (value, unit)
