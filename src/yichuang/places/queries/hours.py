"""When a hall is open, and which days are worked."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import CalendarDay, CalendarYear, Hall, OpeningHours
from ..working_days import WorkCalendar

SUNDAY, MONDAY = 6, 0
DAY = 1440  # minutes
AHEAD = 30  # days that are looked through for the next opening
KEEP = timedelta(seconds=60)

Times = tuple[tuple[int, int], ...]  # opening and closing minute, from midnight
_DAYS = [
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
]


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


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


def hours_in_words(hall: Hall) -> str:
    """'周一至周五 09:00–12:00、13:00–17:00；节假日休息'; '' where none are set."""
    by_day: dict[int, list[str]] = defaultdict(list)
    for h in OpeningHours.objects.filter(hall=hall):
        by_day[h.weekday].append(f"{clock(h.opens_minute)}–{clock(h.closes_minute)}")
    days: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for weekday, hours in sorted(by_day.items()):
        days[tuple(hours)].append(weekday)
    if not days:
        return ""
    words = [f"{_days(on)} {_span(hours)}" for hours, on in days.items()]
    if SUNDAY not in by_day:  # a holiday has a Sunday's hours
        words.append(_("节假日休息"))
    return "；".join(words)


def _days(weekdays: list[int]) -> str:
    if len(weekdays) == len(_DAYS):
        return _("每天")
    runs: list[list[int]] = []
    for day in weekdays:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(
        _("%(first)s至%(last)s") % {"first": _DAYS[run[0]], "last": _DAYS[run[-1]]}
        if len(run) > 2
        else "、".join(str(_DAYS[day]) for day in run)
        for run in runs
    )


def _span(hours: tuple[str, ...]) -> str:
    return _("24 小时") if hours == ("00:00–24:00",) else "、".join(hours)


@dataclass(frozen=True)
class _Week:
    """The hours a hall keeps, and the days that differ from their weekday."""

    read_at: datetime
    hours: Mapping[int, Times]
    special: Mapping[date, bool]

    def on(self, day: date) -> Times:
        working = self.special.get(day)
        weekday = day.weekday() if working is None else MONDAY if working else SUNDAY
        return self.hours.get(weekday, ())


_weeks: dict[UUID, _Week] = {}


def _week(hall: Hall, now: datetime) -> _Week:
    """Kept for a minute in each process: every told wait asks for it."""
    kept = _weeks.get(hall.pk)
    if kept and kept.read_at <= now < kept.read_at + KEEP:
        return kept
    hours: dict[int, Times] = {}
    for row in OpeningHours.objects.filter(hall=hall):
        span = (row.opens_minute, row.closes_minute)
        hours[row.weekday] = (*hours.get(row.weekday, ()), span)
    today = now.astimezone(ZoneInfo(hall.timezone)).date()
    days = CalendarDay.objects.filter(day__gte=today, day__lte=today + timedelta(days=AHEAD + 1))
    week = _Week(now, hours, dict(days.values_list("day", "working")))
    _weeks[hall.pk] = week
    return week


def closes_in(hall: Hall, now: datetime) -> int | None:
    """Minutes until the hall closes for today: 0 when it has closed or does not open today.

    None: it is open round the clock, or keeps no hours.
    """
    week = _week(hall, now)
    local = now.astimezone(ZoneInfo(hall.timezone))
    today = week.on(local.date())
    if not week.hours or any(opens == 0 and closes >= DAY - 1 for opens, closes in today):
        return None
    last = max((closes for _opens, closes in today), default=0)
    return max(0, last - local.hour * 60 - local.minute)


def next_opening(hall: Hall, now: datetime) -> tuple[date, Times] | None:
    """The first day after today that has hours; None when there is none in sight."""
    week = _week(hall, now)
    today = now.astimezone(ZoneInfo(hall.timezone)).date()
    days = (today + timedelta(days=n) for n in range(1, AHEAD + 1))
    return next(((day, week.on(day)) for day in days if week.on(day)), None)
