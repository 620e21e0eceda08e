"""The only place that reads the clock. Edges call now() and pass it down."""

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def hall_day(moment: datetime, timezone: str) -> date:
    """The calendar day of `moment` in a hall's zone."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def moment_words(moment: datetime, timezone: str) -> str:
    """'2026年11月23日 14:05', as it stands on papers."""
    return moment.astimezone(ZoneInfo(timezone)).strftime(_("%Y年%m月%d日 %H:%M"))


@cache
def zone_names() -> frozenset[str]:
    """Names that a hall's zone may have: 'Asia/Shanghai'. (There is no 'Asia/Beijing'.)"""
    return frozenset(z for z in available_timezones() if "/" in z or z == "UTC")
