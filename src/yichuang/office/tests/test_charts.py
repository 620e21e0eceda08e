"""Drawings: pure, numbers to places."""

from __future__ import annotations

from typing import Any

import pytest

from yichuang.office.charts import END, RIGHT, SLOTS, day_curve, finding, waiting_bars


def queue(longest: int, waiting: int = 1, name: str = "户政") -> dict[str, Any]:
    return {"name": name, "longest": longest, "waiting": waiting, "open_counters": 2}


def bars(*waits: int) -> dict[str, Any]:
    return waiting_bars([queue(w) for w in waits], 20)


def test_bars_are_longest_first_and_eight_at_most() -> None:
    drawn = bars(*range(12))["bars"]
    assert [b["value"] for b in drawn] == [11, 10, 9, 8, 7, 6, 5, 4]
    assert [b["y"] for b in drawn[:2]] == [4, 35]


def test_a_queue_where_nobody_waits_has_no_bar() -> None:
    assert waiting_bars([queue(0, waiting=0)], 20)["bars"] == []


@pytest.mark.parametrize("longest", [0, 1, 19, 20, 21, 500])
def test_no_word_stands_on_the_promise(longest: int) -> None:
    chart = bars(longest)
    (bar,) = chart["bars"]
    line = chart["promise_x"]
    digits = bar["value_x"], bar["value_x"] + 8 * len(str(longest))
    assert not digits[0] < line < digits[1]
    assert bar["note_x"] > line
    assert bar["note_x"] > digits[1]
    assert bar["note_x"] + 150 <= 860, "the note stays in the picture"


def test_a_short_wait_is_still_a_bar_and_the_longest_ends_at_the_edge() -> None:
    assert bars(0)["bars"][0]["width"] == 2
    assert 100 + bars(500)["bars"][0]["width"] == RIGHT


@pytest.mark.parametrize(
    ("waits", "words"),
    [
        ((), "现在没有人在等"),
        ((12, 20), "户政等得最久，在承诺之内"),
        ((38,), "户政等得最久，是承诺的 1.9 倍"),
    ],
)
def test_finding(waits: tuple[int, ...], words: str) -> None:
    assert finding([queue(w) for w in waits], 20) == words


def test_curve_before_the_first_number_is_none() -> None:
    assert day_curve([]) is None


def test_curve_of_a_young_day_begins_left_with_the_hours_to_come() -> None:
    curve = day_curve([("9:30", 12)])
    assert curve is not None
    assert (curve["now"], curve["top"], curve["now_anchor"]) == (12, 20, "start")
    assert [label["text"] for label in curve["labels"]][:3] == ["9:30", "10:00", "10:30"]
    assert len(curve["labels"]) == SLOTS
    assert curve["peak"] is None


def test_curve_of_a_long_day_ends_now_and_names_its_peak() -> None:
    counts = [(f"{9 + n // 2}:{n % 2 * 30:02d}", n if n < 12 else 3) for n in range(17)]
    curve = day_curve(counts)
    assert curve is not None
    assert (curve["now_x"], curve["now_anchor"]) == (END, "end")
    assert curve["peak"]["text"] == "14:30 11 个"
    assert len(curve["labels"]) <= SLOTS


def test_curve_past_midnight_says_the_hours_of_the_next_day() -> None:
    curve = day_curve([("22:30", 1)])
    assert curve is not None
    assert [label["text"] for label in curve["labels"]][2:5] == ["23:30", "0:00", "0:30"]
