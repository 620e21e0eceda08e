"""Recurring housekeeping of kit."""

from datetime import datetime

from .api.answers import forget_lapsed
from .jobs import every


@every(seconds=3600)
def forget_lapsed_answers(now: datetime) -> None:
    """Stored answers to POSTs are kept 24 hours."""
    forget_lapsed(now)
