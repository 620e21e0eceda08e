"""Numbers to drawings: server-made SVG, pure. Sizes are units of the viewBox (860 wide)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

LEFT, RIGHT, STEP = 100, 620, 31


def waiting_bars(queues: Sequence[dict[str, Any]], target: int) -> dict[str, Any]:
    """Longest wait per queue in minutes, longest first, the promise as a dashed line."""
    shown = sorted((q for q in queues if q["waiting"]), key=lambda q: -q["longest"])[:8]
    top = max([target * 1.25, *(q["longest"] for q in shown)])
    scale = (RIGHT - LEFT) / top
    bars = [
        {
            "y": 4 + STEP * i,
            "text_y": 20 + STEP * i,
            "width": round(max(2.0, q["longest"] * scale), 1),
            "label": q["name"][:7],
            "value": q["longest"],
            "value_x": round(LEFT + q["longest"] * scale + 8, 1),
            "note": _("等 %(n)s 人，开 %(c)s 窗") % {"n": q["waiting"], "c": q["open_counters"]},
            "note_x": round(LEFT + q["longest"] * scale + 44, 1),
            "bad": q["longest"] > target,
        }
        for i, q in enumerate(shown)
    ]
    bottom = STEP * max(1, len(bars)) + 4
    return {
        "height": bottom + 24,
        "summary": _("各队列最久等待，承诺 %(t)s 分钟") % {"t": target},
        "bars": bars,
        "promise_x": round(LEFT + target * scale, 1),
        "promise_y": bottom,
        "promise_text_y": bottom + 18,
        "promise_label": _("承诺 %(t)s 分钟") % {"t": target},
    }


def finding(queues: Sequence[dict[str, Any]], target: int) -> str:
    """The title of the chart: what it shows, in one sentence."""
    shown = [q for q in queues if q["waiting"]]
    if not shown:
        return _("现在没有人在等")
    worst = max(shown, key=lambda q: q["longest"])
    if worst["longest"] <= target:
        return _("%(q)s等得最久，在承诺之内") % {"q": worst["name"]}
    return _("%(q)s等得最久，是承诺的 %(x).1f 倍") % {
        "q": worst["name"],
        "x": worst["longest"] / target,
    }


def day_curve(counts: Sequence[tuple[str, int]]) -> dict[str, Any] | None:
    """Tickets per half-hour so far; the last point is now. None before there are two points."""
    if len(counts) < 2:
        return None
    top = max(10, max(n for _label, n in counts))
    step = 760 / (len(counts) - 1)
    points = [
        (round(50 + i * step, 1), round(120 - 100 * n / top, 1)) for i, (_l, n) in enumerate(counts)
    ]
    every = max(1, len(counts) // 8)
    return {
        "points": " ".join(f"{x},{y}" for x, y in points),
        "now_x": points[-1][0],
        "now_y": points[-1][1],
        "now": counts[-1][1],
        "top": top,
        "half": top // 2,
        "labels": [{"x": points[i][0], "text": counts[i][0]} for i in range(0, len(counts), every)],
    }
