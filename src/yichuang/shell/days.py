"""Days in words, where one could be taken for another."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _


def other_day(day: date, today: date) -> str:
    """'11月28日', and '' for today: numbers begin anew every day."""
    return "" if day == today else _("%(m)s月%(d)s日") % {"m": day.month, "d": day.day}
