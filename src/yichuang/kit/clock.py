"""The only place that reads the clock. Edges call now() and pass it down."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def hall_day(moment: datetime, timezone: str) -> date:
    """The calendar day of `moment` in a hall's zone."""
    return moment.astimezone(ZoneInfo(timezone)).date()
