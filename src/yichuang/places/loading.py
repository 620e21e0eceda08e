"""A hall's set-up as a file: read whole, every refusal listed at once. Pure."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from yichuang.kit.clock import zone_names
from yichuang.kit.errors import Invalid

DAY = 1440  # minutes


@dataclass(frozen=True)
class HallPlan:
    """What a hall's file says; `queues` is keyed by prefix."""

    hall: dict[str, Any]
    zones: list[dict[str, Any]]
    queues: list[dict[str, Any]]
    counters: list[dict[str, Any]]
    hours: list[tuple[int, int, int]]  # weekday, opens, closes in minutes
    most_used: list[str] = field(default_factory=list)
    staff: list[dict[str, Any]] = field(default_factory=list)
    machines: list[dict[str, Any]] = field(default_factory=list)


def read_plan(text: str) -> HallPlan:
    """The plan in `text` (YAML). Refused: Invalid with all that is wrong."""
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Invalid("bad_hall", _("文件不是 YAML：%(why)s") % {"why": error}) from error
    if not isinstance(given, dict) or not isinstance(given.get("hall"), dict):
        raise Invalid("bad_hall", _("文件里要有 hall。"))
    plan = HallPlan(
        hall=given["hall"],
        zones=given.get("zones") or [],
        queues=given.get("queues") or [],
        counters=given.get("counters") or [],
        hours=[row for rule in given.get("hours") or [] for row in _hours(rule)],
        most_used=given.get("most_used") or [],
        staff=given.get("staff") or [],
        machines=given.get("machines") or [],
    )
    wrong = list(_wrong(plan))
    if wrong:
        raise Invalid("bad_hall", "\n".join(wrong), findings=wrong)
    return plan


def _wrong(plan: HallPlan) -> list[str]:
    wrong = [
        _("hall 没有 %(key)s。") % {"key": k} for k in ("code", "name") if not plan.hall.get(k)
    ]
    zone = plan.hall.get("timezone", "Asia/Shanghai")
    if str(zone) not in zone_names():
        wrong.append(_("没有这个时区：%(x)s") % {"x": zone})
    zones = {row.get("code") for row in plan.zones}
    prefixes = [row.get("prefix") for row in plan.queues]
    for prefix in prefixes:
        if not re.fullmatch(r"[A-Z]{1,2}", str(prefix)):
            wrong.append(_("前缀要是一两个大写字母：%(x)s") % {"x": prefix})
        if prefixes.count(prefix) > 1:
            wrong.append(_("前缀用了两次：%(x)s") % {"x": prefix})
    numbers = [row.get("number") for row in plan.counters]
    wrong += [_("窗口号用了两次：%(x)s") % {"x": n} for n in set(numbers) if numbers.count(n) > 1]
    for row in [*plan.queues, *plan.counters]:
        if row.get("zone") not in zones:
            wrong.append(_("没有这个区：%(x)s") % {"x": row.get("zone")})
    for row in plan.counters:
        unknown = set(row.get("queues") or []) - set(prefixes)
        wrong += [_("没有这个队列：%(x)s") % {"x": prefix} for prefix in sorted(map(str, unknown))]
    return wrong


def _hours(rule: dict[str, Any]) -> list[tuple[int, int, int]]:
    try:
        opens, closes = minute_of(str(rule.get("opens"))), minute_of(str(rule.get("closes")))
    except ValueError as error:
        raise Invalid("bad_hall", _("时间要写成 08:30：%(x)s") % {"x": rule}) from error
    if not opens < closes <= DAY:
        raise Invalid("bad_hall", _("开放时间的先后不对：%(x)s") % {"x": rule})
    return [(int(weekday), opens, closes) for weekday in rule.get("weekdays") or []]


def minute_of(clock: str) -> int:
    """Minutes from midnight of '08:30'; '24:00' is 1440."""
    parts = re.fullmatch(r"([0-2]?[0-9]):([0-5][0-9])", clock)
    minute = int(parts[1]) * 60 + int(parts[2]) if parts else DAY + 1
    if minute > DAY:
        raise ValueError(clock)
    return minute
