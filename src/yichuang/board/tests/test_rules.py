from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from yichuang.board.rules import MOST_SMALL, ROWS, SMALL, CallShown, Stop, arrange, stops_shown

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def call(
    number: str, seconds_ago: float, counter: int = 0, times: int = 1, over: bool = False
) -> CallShown:
    counter = counter or ord(number[0])
    at = NOON - timedelta(seconds=seconds_ago)
    return CallShown(f"call of {number}", number, counter, at, times=times, over=over)


def numbers(calls: tuple[CallShown, ...]) -> list[str]:
    return [c.number for c in calls]


def test_the_newest_call_is_amber_and_the_others_stay_beside_it() -> None:
    screen = arrange([call("A001", 100), call("A002", 60), call("A003", 5)], NOON)
    assert numbers(screen.now) == ["A003"]
    assert numbers(screen.last) == ["A002", "A001"]


def test_two_calls_within_eight_seconds_share_the_screen() -> None:
    assert numbers(arrange([call("A1", 12), call("B1", 5)], NOON).now) == ["B1", "A1"]
    assert numbers(arrange([call("A1", 13.5), call("B1", 5)], NOON).now) == ["B1"]


def test_never_more_than_two_share() -> None:
    screen = arrange([call("A1", 3), call("B1", 2), call("C1", 1)], NOON)
    assert (numbers(screen.now), numbers(screen.last)) == (["C1", "B1"], ["A1"])


def test_a_call_of_three_minutes_ago_is_not_amber_any_more() -> None:
    screen = arrange([call("A1", 181)], NOON)
    assert (numbers(screen.now), numbers(screen.last)) == ([], ["A1"])


def test_every_call_of_the_last_three_minutes_stays_even_beyond_the_usual_rows() -> None:
    many = [call(f"A{n:03d}", 10 * n) for n in range(1, 12)]
    screen = arrange(many, NOON)
    assert len(screen.last) == 10
    assert screen.dense


def test_older_calls_only_fill_rows() -> None:
    old = [call(f"A{n:03d}", 200 + n) for n in range(1, 20)]
    assert len(arrange(old, NOON).last) == ROWS


def test_a_call_that_sounded_again_is_in_front_again() -> None:
    screen = arrange([call("A1", 2, times=2), call("B1", 30), call("C1", 90)], NOON)
    assert (numbers(screen.now), numbers(screen.last)) == (["A1"], ["B1", "C1"])


def test_one_number_of_two_days_is_two_calls() -> None:
    old, new = call("A1", 100), replace(call("A1", 5), id="todays")
    assert numbers(arrange([old, new], NOON).last) == ["A1"]
    assert old.key != new.key


def test_a_counter_that_calls_again_leaves_its_last_call() -> None:
    screen = arrange([call("A1", 6, counter=3), call("A2", 2, counter=3)], NOON)
    assert (numbers(screen.now), numbers(screen.last)) == (["A2"], ["A1"])


def test_a_call_that_is_over_is_not_amber() -> None:
    screen = arrange([call("A1", 20), call("B1", 2, over=True)], NOON)
    assert (numbers(screen.now), numbers(screen.last)) == (["A1"], ["B1"])


def test_nobody_called_shows_an_empty_screen() -> None:
    assert arrange([], NOON).now == ()


def test_stop_when_its_reason_is_short_then_told_in_large_letters() -> None:
    stops = stops_shown([("户政", "系统维护")])
    assert (stops.shown, stops.more, stops.long) == ((Stop("户政", "系统维护"),), "", False)


def test_stop_when_its_reason_is_as_long_as_can_be_then_whole() -> None:
    stops = stops_shown([("户政", "因" * 120)])
    assert (stops.shown[0].reason, stops.long) == ("因" * 120, True)


def test_stops_when_of_the_same_reason_then_told_together() -> None:
    stops = stops_shown([("户政", "停电"), ("车管", "检修"), ("婚姻登记", "停电")])
    assert stops.shown == (Stop("户政、婚姻登记", "停电"), Stop("车管", "检修"))


def test_stops_when_there_are_too_many_then_the_call_keeps_its_room_and_the_rest_is_named() -> None:
    stops = stops_shown([(f"队{n}", str(n) * 120) for n in range(9)])
    lines = sum(stop.lines(SMALL) for stop in stops.shown)
    assert lines < MOST_SMALL
    named = stops.more.split("、")
    assert len(stops.shown) + len(named) == 9
    assert named[-1] == "队8"


def test_no_stop_is_nothing() -> None:
    assert not stops_shown([])


def test_every_call_of_the_last_minutes_is_said_oldest_first_unless_it_is_over() -> None:
    calls = [call(f"A{n:03d}", 10 * n, counter=n) for n in range(1, 19)]
    screen = arrange([*calls, call("B1", 1, over=True), call("C1", 200)], NOON)
    assert numbers(screen.aloud) == [f"A{n:03d}" for n in range(17, 0, -1)]
    assert len(screen.now) + len(screen.last) < len(screen.aloud), "more than have room"
