"""Everything the manager's page shows, gathered once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yichuang.cases import queries as cases
from yichuang.feedback import queries as feedback
from yichuang.places.models import Hall
from yichuang.tickets import queries as tickets

from .charts import day_curve, finding, waiting_bars
from .todo import todos, watched

TODO_SHOWN = 5  # worst first; a longer list is read by nobody


def office_page(hall: Hall, now: datetime) -> dict[str, Any]:
    figures = tickets.hall_figures(hall, now)
    counters = [row | {"minutes": _paused(row, now)} for row in tickets.counters_now(hall)]
    todo = todos(
        figures["queues"],
        counters,
        figures["slips_failed"],
        hall.waiting_target,
        now,
        older=figures["older"],
        tickets=figures["tickets"],
    )
    return {
        "hall": hall,
        "now": now,
        "figures": figures,
        "counters": counters,
        "todo": todo,
        "todo_first": todo[:TODO_SHOWN],
        "todo_more": len(todo[TODO_SHOWN:]),
        "watched": watched(hall.waiting_target),
        "title": _title(figures, len(todo)),
        "kpi": _kpi(hall, figures, counters, now),
        "bars_title": finding(figures["queues"], hall.waiting_target),
        "bars": waiting_bars(figures["queues"], hall.waiting_target),
        "curve": day_curve(tickets.taken_by_half_hour(hall, now)),
        "passed": tickets.passed_now(hall, now),
    }


def _paused(counter: dict[str, Any], now: datetime) -> int | None:
    """For how many minutes; None while it does not pause."""
    if counter["state"] != "paused":
        return None
    return max(0, int((now - counter["changed_at"]).total_seconds() // 60))


def _title(figures: dict[str, Any], tasks: int) -> str:
    if not tasks:
        return _("大厅运转正常，现在没有要处理的事")
    if figures["over_target"]:
        worst = max(figures["queues"], key=lambda q: q["longest"])
        return _("%(q)s等了 %(m)s 分钟，共 %(n)s 件事要处理") % {
            "q": worst["name"],
            "m": worst["longest"],
            "n": tasks,
        }
    return _("有 %(n)s 件事要处理") % {"n": tasks}


def _kpi(
    hall: Hall, figures: dict[str, Any], counters: list[dict[str, Any]], now: datetime
) -> list[dict[str, Any]]:
    states = [c["state"] for c in counters]
    told = _("承诺 %(t)s 分钟内") % {"t": hall.waiting_target}
    rest = _("%(p)s 个暂停，%(c)s 个未开") % {
        "p": states.count("paused"),
        "c": states.count("closed"),
    }
    rated = feedback.figures_today(hall, now)
    return [
        {
            "label": _("正在等"),
            "value": figures["waiting"],
            "unit": _("人"),
            "text": _("%(n)s 人还没到大厅") % {"n": figures["not_arrived"]},
        },
        {
            "label": _("最久等了"),
            "value": figures["longest"],
            "unit": _("分钟"),
            "text": told,
            "bad": figures["over_target"],
        },
        {
            "label": _("开着的窗口"),
            "value": states.count("open"),
            "unit": f"/ {len(states)}",
            "text": rest,
        },
        {
            "label": _("今天办完"),
            "value": figures["done"],
            "unit": _("个号"),
            "text": _("取号 %(n)s 个") % {"n": figures["tickets"]},
        },
        {
            "label": _("一次性告知"),
            "value": cases.sheets_today(hall, now),
            "unit": _("份"),
            "text": _("今天当面告知"),
        },
        {
            "label": _("评价"),
            "value": rated["mean"] or "–",
            "unit": _("分") if rated["mean"] else "",
            "text": _("%(n)s 人评价") % {"n": rated["count"]}
            if rated["count"]
            else _("满五人评价才显示"),
        },
    ]
