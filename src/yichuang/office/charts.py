"""Numbers to drawings: server-made SVG, pure. Sizes are units of the viewBox (860 wide)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

LEFT, RIGHT, STEP = 100, 620, 31
GAP, DIGITS = 8, 36  # beside a bar: to its value, and from there to the note
BEGIN, END, FLOOR, RISE = 50, 810, 120, 100  # of the curve
SLOTS = 9  # half-hours: a young day is drawn with room for the hours to come


def waiting_bars(queues: Sequence[dict[str, Any]], target: int) -> dict[str, Any]:
    """Longest wait per queue in minutes, longest first, the promise as a dashed line."""
    shown = sorted((q for q in queues if q["waiting"]), key=lambda q: -q["longest"])[:8]
    top = max([target * 1.25, *(q["longest"] for q in shown)])
    scale = (RIGHT - LEFT) / top
    promise = LEFT + target * scale
    bottom = STEP * max(1, len(shown)) + 4
    return {
        "height": bottom + 24,
        "summary": _("各队列最久等待，承诺 %(t)s 分钟") % {"t": target},
        "bars": [_bar(q, i, scale, promise, target) for i, q in enumerate(shown)],
        "promise_x": round(promise, 1),
        "promise_y": bottom,
        "promise_text_y": bottom + 18,
        "promise_label": _("承诺 %(t)s 分钟") % {"t": target},
    }


def _bar(
    queue: dict[str, Any], row: int, scale: float, promise: float, target: int
) -> dict[str, Any]:
    """No word stands on the line of the promise: notes begin behind it, one under the other."""
    minutes = queue["longest"]
    value_x = LEFT + minutes * scale + GAP
    if value_x < promise + GAP and value_x + DIGITS - GAP > promise:
        value_x = promise + GAP
    return {
        "y": 4 + STEP * row,
        "text_y": 20 + STEP * row,
        "width": round(max(2.0, minutes * scale), 1),
        "label": queue["name"][:7],
        "value": minutes,
        "value_x": round(value_x, 1),
        "note": _("等 %(n)s 人，开 %(c)s 窗")
        % {"n": queue["waiting"], "c": queue["open_counters"]},
        "note_x": round(max(value_x + DIGITS, promise + GAP), 1),
        "bad": minutes > target,
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
    """Tickets per half-hour so far; the last point is now. None before the first number."""
    if not counts:
        return None
    most = max(n for _label, n in counts)
    top = max(10, -(-most // 10) * 10)
    slots = max(SLOTS, len(counts))
    step = (END - BEGIN) / (slots - 1)
    points = [
        (round(BEGIN + i * step, 1), round(FLOOR - RISE * n / top, 1))
        for i, (_label, n) in enumerate(counts)
    ]
    peak = next(i for i, (_label, n) in enumerate(counts) if n == most)
    every = max(1, slots // 8)
    return {
        "points": " ".join(f"{x},{y}" for x, y in points),
        "now": counts[-1][1],
        "now_x": points[-1][0],
        "now_y": points[-1][1],
        "now_dx": -12 if len(counts) == slots else 12,
        "now_anchor": "end" if len(counts) == slots else "start",
        "peak": _peak(counts[peak], points[peak]) if len(counts) - peak > 2 else None,
        "top": top,
        "half": top // 2,
        "labels": [
            {"x": round(BEGIN + i * step, 1), "text": _after(counts[0][0], i)}
            for i in range(0, slots, every)
        ],
    }


def _peak(counted: tuple[str, int], point: tuple[float, float]) -> dict[str, Any]:
    words = _("%(t)s %(n)s 个") % {"t": counted[0], "n": counted[1]}
    return {"x": max(point[0], BEGIN + 45), "y": point[1] - 8, "text": words}


def _after(start: str, halves: int) -> str:
    """'9:30' and 3 half-hours give '11:00'."""
    hour, minute = start.split(":")
    slot = (int(hour) * 2 + int(minute) // 30 + halves) % 48
    return f"{slot // 2}:{slot % 2 * 30:02d}"
