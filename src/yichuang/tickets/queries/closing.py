"""Before closing: is it doubtful that one will be served today, and when else to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.places import queries as places
from yichuang.places.models import Hall

from ..rules import service_is_doubtful

WEEKDAYS = (
    gettext_lazy("星期一"),
    gettext_lazy("星期二"),
    gettext_lazy("星期三"),
    gettext_lazy("星期四"),
    gettext_lazy("星期五"),
    gettext_lazy("星期六"),
    gettext_lazy("星期日"),
)


@dataclass(frozen=True)
class Closing:
    """`minutes` until the hall closes for today, 0 when it has. Nobody is refused a number."""

    minutes: int
    title: str
    text: str
    another_day: str  # when to come instead; '' where no opening is in sight


def doubt_before_closing(hall: Hall, now: datetime, wait_high: int | None) -> Closing | None:
    """None while there is time enough. `wait_high`: the longer end of the told range."""
    left = places.closes_in(hall, now)
    if left is None or not service_is_doubtful(left, wait_high, hall.last_call_minutes):
        return None
    return Closing(left, *_words(left, wait_high), _another_day(hall, now))


def _words(left: int, wait_high: int | None) -> tuple[str, str]:
    if not left:
        return _("今天已过开门时间"), _("已在大厅等的会接着办。现在取的号可能轮不到。")
    text = _("%(m)s 分钟后关门。") % {"m": left}
    if wait_high and wait_high > left:
        text += _("可能要等 %(m)s 分钟。") % {"m": wait_high}
    return _("今天不一定办得完"), text


def _another_day(hall: Hall, now: datetime) -> str:
    found = places.next_opening(hall, now)
    if found is None:
        return ""
    day, times = found
    today = now.astimezone(ZoneInfo(hall.timezone)).date()
    spans = _("、").join(
        _("%(a)s 到 %(b)s") % {"a": places.clock(opens), "b": places.clock(closes)}
        for opens, closes in times
    )
    return _("改天来：%(day)s，%(times)s。") % {"day": _day_words(day, today), "times": spans}


def _day_words(day: date, today: date) -> str:
    weekday = WEEKDAYS[day.weekday()]
    if (day - today).days == 1:
        return _("明天（%(w)s）") % {"w": weekday}
    return _("%(m)s 月 %(d)s 日（%(w)s）") % {"m": day.month, "d": day.day, "w": weekday}
