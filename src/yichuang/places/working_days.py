"""Working days and natural days (domain.md §4). Pure: the loaded calendar is passed in.

The first day never counts. Working-day limits count working days from the next one on;
natural-day limits count calendar days and roll forward when they end on a day off.
Beyond the loaded years a day is reckoned from its weekday and the holidays with a fixed
date, and whatever depends on it is provisional (暂定).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# 全国年节及纪念日放假办法 (2024): New Year, Labour Day, National Day; the others follow the moon.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
ONE = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """`days`: True a make-up workday, False a holiday; `years` are those that were loaded."""

    days: Mapping[date, bool]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        if day in self.days:
            return self.days[day]
        if day.weekday() >= 5:
            return False
        return day.year in self.years or (day.month, day.day) not in FIXED_HOLIDAYS

    def is_provisional(self, day: date) -> bool:
        return day.year not in self.years


@dataclass(frozen=True)
class Due:
    day: date
    provisional: bool


def add_working_days(start: date, count: int, calendar: WorkCalendar) -> Due:
    """The last day of a limit of `count` working days; 0 is the day itself."""
    day, provisional = start, False
    while count > 0:
        day += ONE
        provisional = provisional or calendar.is_provisional(day)
        count -= calendar.is_working(day)
    return Due(day, provisional)


def add_natural_days(start: date, count: int, calendar: WorkCalendar) -> Due:
    """The last day of a limit of `count` calendar days, rolled forward to a working day."""
    day = start + count * ONE
    while count > 0 and not calendar.is_working(day):
        day += ONE
    return Due(day, count > 0 and calendar.is_provisional(day))


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """Working days after `start` up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, calendar)
    return sum(calendar.is_working(start + n * ONE) for n in range(1, (end - start).days + 1))
