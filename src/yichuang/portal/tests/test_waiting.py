from __future__ import annotations

import pytest

from yichuang.portal.waiting import numbers, span


@pytest.mark.parametrize(
    ("counters", "shown"), [([3, 4, 5, 6], "3-6"), ([8, 3, 4], "3-4、8"), ([11], "11"), ([], "")]
)
def test_counters_are_told_as_runs(counters: list[int], shown: str) -> None:
    assert numbers(counters) == shown


def test_a_range_is_told_as_one_number_only_where_it_is_one() -> None:
    assert span({"low": 4, "high": 9}) == "4-9"
    assert span({"low": 5, "high": 5}) == "5"
