"""A year's notice of holidays and make-up workdays, as a file. Every refusal is listed at once."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeGuard

import yaml
from django.utils.translation import gettext as _

from yichuang.kit.errors import Invalid

LONGEST = 31


@dataclass(frozen=True)
class YearNotice:
    year: int
    source: str
    days: dict[date, tuple[bool, str]]  # working?, name


def read_notice(text: str) -> YearNotice:
    """The notice in `text` (YAML: year, source, holidays). Invalid tells all that is wrong."""
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Invalid("bad_calendar", _("文件不是 YAML：%(why)s") % {"why": error}) from error
    if not isinstance(given, dict) or not isinstance(given.get("year"), int):
        raise Invalid("bad_calendar", _("文件里要有 year 和 holidays。"))
    days: dict[date, tuple[bool, str]] = {}
    wrong: list[str] = []
    rows = given.get("holidays")
    if not isinstance(rows, list) or not rows:
        wrong.append(_("holidays 是空的。"))
        rows = []
    for row in rows:
        wrong += _read_row(row, given["year"], days)
    if wrong:
        raise Invalid("bad_calendar", "\n".join(wrong), findings=wrong)
    return YearNotice(given["year"], str(given.get("source", "")), days)


def _read_row(row: Any, year: int, days: dict[date, tuple[bool, str]]) -> list[str]:
    if not isinstance(row, dict) or not row.get("name"):
        return [_("这一行没有 name：%(row)s") % {"row": row}]
    name, first, last = str(row["name"]), row.get("from"), row.get("to")
    workdays = row.get("workdays") or []
    if not (_is_day(first) and _is_day(last) and first <= last <= first + timedelta(days=LONGEST)):
        return [_("%(name)s：from 和 to 要是日期，先后有序，不超过一个月。") % {"name": name}]
    if not isinstance(workdays, list) or not all(_is_day(day) for day in workdays):
        return [_("%(name)s：workdays 要是日期的列表。") % {"name": name}]
    wrong = []
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for day, working in [*((d, False) for d in span), *((d, True) for d in workdays)]:
        if day in days:
            wrong.append(_("%(name)s：%(day)s 出现两次。") % {"name": name, "day": day})
        elif abs(day - date(year, 7, 2)) > timedelta(days=190):
            wrong.append(_("%(name)s：%(day)s 不在这一年。") % {"name": name, "day": day})
        elif working and day.weekday() < 5:
            wrong.append(_("%(name)s：%(day)s 本来就是工作日。") % {"name": name, "day": day})
        days[day] = (working, name)
    return wrong


def _is_day(value: Any) -> TypeGuard[date]:
    return type(value) is date
