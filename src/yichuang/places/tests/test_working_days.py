"""Limits in days (domain.md §4), on the calendar of 2026."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.kit.errors import Invalid
from yichuang.places.calendars import read_notice
from yichuang.places.working_days import (
    Due,
    WorkCalendar,
    add_natural_days,
    add_working_days,
    working_days_between,
)

NOTICE = read_notice((Path(__file__).parents[4] / "data/calendar-2026.yaml").read_text("utf-8"))
CALENDAR = WorkCalendar(
    {day: working for day, (working, _) in NOTICE.days.items()}, frozenset({2026})
)


def d(text):
    return date.fromisoformat(text)


def test_notice_of_2026_when_read_then_33_days_off_and_6_made_up():
    assert sum(not working for working, _ in NOTICE.days.values()) == 33
    assert sum(working for working, _ in NOTICE.days.values()) == 6


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-11-23", True),
        ("2026-11-22", False),
        ("2026-10-01", False),  # a Thursday of the National Day holiday
        ("2026-10-10", True),  # a Saturday made up
        ("2026-02-28", True),
    ],
)
def test_day_when_looked_up_then_the_notice_comes_before_the_weekday(day, working):
    assert CALENDAR.is_working(d(day)) is working


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-23", 1, "2026-11-24"),  # the first day never counts
        ("2026-11-20", 1, "2026-11-23"),  # from Friday over the weekend
        ("2026-11-21", 1, "2026-11-23"),  # received on a Saturday
        ("2026-09-30", 3, "2026-10-10"),  # 8 and 9, then the made-up Saturday
        ("2026-02-13", 1, "2026-02-14"),  # made up before the Spring Festival
        ("2026-02-14", 5, "2026-02-28"),
    ],
)
def test_working_days_when_counted_then_holidays_do_not_and_made_up_days_do(start, count, end):
    assert add_working_days(d(start), count, CALENDAR) == Due(d(end), provisional=False)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-18", 3, "2026-11-23"),  # ends on a Saturday
        ("2026-09-21", 10, "2026-10-08"),  # ends on 1 October
        ("2026-10-05", 5, "2026-10-10"),  # ends on a Saturday that is worked
        ("2026-11-22", 0, "2026-11-22"),
    ],
)
def test_natural_days_when_they_end_on_a_day_off_then_rolled_forward(start, count, end):
    assert add_natural_days(d(start), count, CALENDAR) == Due(d(end), provisional=False)


def test_limit_when_it_passes_the_loaded_years_then_provisional_and_never_refused():
    due = add_working_days(d("2026-12-30"), 3, CALENDAR)
    assert due == Due(d("2027-01-05"), provisional=True)  # 31 December, 4 and 5 January
    assert add_natural_days(d("2027-04-28"), 3, CALENDAR) == Due(d("2027-05-03"), provisional=True)
    assert add_working_days(d("2030-01-01"), 2000, WorkCalendar({}, frozenset())).provisional


def test_limit_when_the_next_year_is_loaded_then_recomputed_and_certain():
    new_year = {d("2027-01-01"): False, d("2027-01-02"): False, d("2027-01-03"): False}
    later = WorkCalendar({**CALENDAR.days, **new_year}, frozenset({2026, 2027}))
    assert add_working_days(d("2026-12-30"), 3, later) == Due(d("2027-01-05"), provisional=False)


DAYS = st.dates(date(2026, 1, 1), date(2026, 10, 31))


@given(DAYS, st.integers(0, 30))
def test_end_of_a_limit_when_counted_back_then_the_same_number(start, count):
    due = add_working_days(start, count, CALENDAR)
    assert working_days_between(start, due.day, CALENDAR) == count
    assert count == 0 or CALENDAR.is_working(due.day)
    assert working_days_between(due.day, start, CALENDAR) == -count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "year"),
        ("year: 2026", "holidays"),
        ("{", "YAML"),
        ("year: 2026\nholidays: [{from: 2026-01-01, to: 2026-01-01}]", "name"),
        ("year: 2026\nholidays: [{name: 元旦, from: 2026-01-03, to: 2026-01-01}]", "元旦"),
        ("year: 2026\nholidays: [{name: 元旦, from: 2024-01-01, to: 2024-01-01}]", "不在这一年"),
        (
            "year: 2026\nholidays: [{name: 甲, from: 2026-01-01, to: 2026-01-01, workdays: [2026-01-05]}]",
            "本来就是工作日",
        ),
        (
            "year: 2026\nholidays: [{name: 甲, from: 2026-01-01, to: 2026-01-01},"
            " {name: 乙, from: 2026-01-01, to: 2026-01-01}]",
            "出现两次",
        ),
    ],
)
def test_notice_when_it_is_wrong_then_refused_with_what_is_wrong(text, words):
    with pytest.raises(Invalid) as refusal:
        read_notice(text)
    assert words in refusal.value.detail


def test_notice_when_several_things_are_wrong_then_all_are_listed():
    text = "year: 2026\nholidays: [{name: 甲}, {from: 2026-01-01}, {name: 丙, from: x, to: y}]"
    with pytest.raises(Invalid) as refusal:
        read_notice(text)
    assert len(refusal.value.extra["findings"]) == 3
