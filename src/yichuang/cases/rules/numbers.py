"""Numbers of cases."""

from __future__ import annotations

from datetime import date


def case_number(task_code: str | None, item: str, day: date, serial: int) -> str:
    """Last 12 digits of the implementation code, the day, six digits (catalogue's suggestion)."""
    return f"{case_series(task_code, item)}{day:%Y%m%d}{serial:06d}"


def case_series(task_code: str | None, item: str) -> str:
    return task_code[-12:] if task_code else f"{item}-"
