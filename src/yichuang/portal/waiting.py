"""What a hall's queue looks like now, as the tiles of a page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yichuang.kit.errors import NotFound
from yichuang.places import queries as places
from yichuang.places.models import Hall
from yichuang.tickets import queries as tickets

GENERAL = "Z"


def queue_now(hall: Hall, queue: object, now: datetime) -> dict[str, Any]:
    """`queue`: its id, or its prefix. `stopped`: the reason, '' when numbers are given.

    The range is honest or not told. Refused: 404 where the hall has no such queue.
    """
    waits = tickets.queue_waits(hall, now)
    found = next((q for q in waits if queue in (q["id"], q["prefix"])), None)
    if found is None:
        raise NotFound("no_such_queue", _("这个大厅没有综合咨询窗口，请选要办的事。"))
    note = "" if found["open_counters"] else _("现在没有窗口在办这类事，先说不出要等多久。")
    return {
        "stopped": found["reason"] if found["stopped"] else "",
        "note": note,
        "closing": tickets.doubt_before_closing(hall, now, wait_high(found["wait"])),
        "tiles": [
            *range_tile(_("现在约等"), found["wait"]),
            {"label": _("前面还有"), "value": found["waiting"], "unit": _("人")},
            _where(hall, found),
        ],
    }


def wait_high(wait: dict[str, int] | None) -> int | None:
    return wait["high"] if wait else None


def range_tile(label: str, wait: dict[str, int] | None) -> list[dict[str, Any]]:
    if not wait:
        return []
    unit = _("分钟内") if within(wait) else _("分钟")
    return [{"label": label, "value": span(wait), "unit": unit}]


def span(wait: dict[str, int]) -> str:
    """'4-9'; one number where both ends are the same, or where it may be at once."""
    low, high = wait["low"], wait["high"]
    if within(wait):
        return str(max(high, 1))
    return str(high) if low == high else f"{low}-{high}"


def within(wait: dict[str, int]) -> bool:
    """'9 分钟内' reads better than '0-9 分钟'."""
    return wait["low"] == 0


def _where(hall: Hall, queue: dict[str, Any]) -> dict[str, Any]:
    counters = places.counters(hall)
    serving = [c.number for c in counters if queue["id"] in {q.id for q in c.queues.all()}]
    tile = {"label": _("办理窗口"), "before": queue["floor"]}
    if not serving or len(runs_of(serving)) > 1:
        name, _space, kind = queue["zone"].partition(" ")  # 'A 区': the letter large
        return tile | {"value": name, "unit": kind}
    return tile | {"value": numbers(serving), "unit": _("号")}


def numbers(values: list[int]) -> str:
    """[3, 4, 5, 8] → '3-5、8'."""
    return "、".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs_of(values))


def runs_of(values: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return runs
