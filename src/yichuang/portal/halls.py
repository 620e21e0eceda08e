"""Which hall this browser asks about: `?hall=`, else its cookie, else the oldest."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext as _

from yichuang.kit.errors import NotFound
from yichuang.places import queries as places
from yichuang.places.models import Hall
from yichuang.tickets import queries as tickets


def hall_of(request: HttpRequest) -> Hall:
    """Refused: 404 where no hall is set up yet."""
    halls = {hall.code: hall for hall in places.halls()}
    for code in (request.GET.get("hall"), request.COOKIES.get("hall")):
        if code in halls:
            return halls[code]
    if not halls:
        raise NotFound("no_hall", _("大厅还没有设置好，请稍后再来。"))
    return min(halls.values(), key=lambda hall: hall.id)  # keys are in order of time


def opening(hall: Hall, now: datetime, *, hint: bool = True) -> dict[str, Any]:
    """Open or not, and until when, in words; `hint`: that a number may come too late."""
    left = places.minutes_to_close(hall, now) if places.open_now(hall, now) else None
    hours = places.hours_today(hall, now)
    times = "、".join(
        _("%(a)s 到 %(b)s") % {"a": clock(h.opens_minute), "b": clock(h.closes_minute)}
        for h in hours
    )
    if left is None:
        words = _("今天 %(times)s") % {"times": times} if times else _("今天休息")
        return {"open": False, "words": words, "label": ""}
    all_day = any(h.opens_minute == 0 and h.closes_minute >= 1439 for h in hours)
    if all_day:
        return {"open": True, "label": _("现在可办"), "words": _("全天开放")}
    closes = max(h.closes_minute for h in hours)
    words = _("%(time)s 关门") % {"time": clock(closes)}
    if hint and tickets.doubt_before_closing(hall, now, None):
        words += _("，现在取号不一定办得完")
    return {"open": True, "label": _("今天可办"), "words": words}


def clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def local_time(moment: datetime, hall: Hall) -> datetime:
    return moment.astimezone(ZoneInfo(hall.timezone))
