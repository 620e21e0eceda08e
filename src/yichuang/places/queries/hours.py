"""When a hall is open, and which days are worked."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..models import CalendarDay, CalendarYear, Hall, OpeningHours
from ..working_days import WorkCalendar

SUNDAY, MONDAY = 6, 0


def work_calendar() -> WorkCalendar:
    days = dict(CalendarDay.objects.values_list("day", "working"))
    return WorkCalendar(days, frozenset(CalendarYear.objects.values_list("year", flat=True)))


def _weekday(day: date) -> int:
    """Whose hours hold: a holiday has a Sunday's, a make-up workday a Monday's."""
    special = CalendarDay.objects.filter(day=day).first()
    if special is None:
        return day.weekday()
    return MONDAY if special.working else SUNDAY


def hours_today(hall: Hall, now: datetime) -> list[OpeningHours]:
    day = now.astimezone(ZoneInfo(hall.timezone)).date()
    return list(OpeningHours.objects.filter(hall=hall, weekday=_weekday(day)))


def open_now(hall: Hall, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(hall.timezone))
    minute = local.hour * 60 + local.minute
    return any(h.opens_minute <= minute < h.closes_minute for h in hours_today(hall, now))


def minutes_to_close(hall: Hall, now: datetime) -> int | None:
    """Minutes until the hall closes for the day; None when it is closed."""
    local = now.astimezone(ZoneInfo(hall.timezone))
    minute = local.hour * 60 + local.minute
    ends = [h.closes_minute for h in hours_today(hall, now)]
    return max(ends) - minute if ends and minute < max(ends) else None
