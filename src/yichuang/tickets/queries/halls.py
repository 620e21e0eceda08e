"""Queues and figures of a hall now."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from yichuang.kit.clock import hall_day
from yichuang.places.models import Hall

from ..arrival import code_at
from ..estimates import wait_ranges
from .lines import SERVING
from .paces import paces

_QUEUES = """
SELECT q.id, q.code, q.prefix, q.name, q.voice_name, z.name, z.code, z.floor, z.seat_hint,
  q.stopped_at, q.stopped_reason,
  coalesce(w.people, 0), coalesce(w.arrived, 0), w.first
FROM places_queue q JOIN places_zone z ON z.id = q.zone_id
LEFT JOIN (
  SELECT queue_id, count(*) AS people, count(arrived_at) AS arrived,
    min(issued_at) FILTER (WHERE arrived_at IS NOT NULL) AS first
  FROM tickets_ticket WHERE hall_id = %(hall)s AND state = 'waiting' GROUP BY queue_id
) w ON w.queue_id = q.id
WHERE q.hall_id = %(hall)s ORDER BY q.order, q.prefix
"""


def queue_waits(hall: Hall, now: datetime) -> list[dict[str, Any]]:
    """Every queue with how many wait and the range a new number would be told."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUES, {"hall": hall.id})
        rows = cursor.fetchall()
        cursor.execute(SERVING, {"hall": hall.id, "now": now})
        serving = [(frozenset(json.loads(row[0])), row[1]) for row in cursor.fetchall()]
    before = {str(row[0]): row[11] for row in rows}
    sets = [queues for queues, _busy in serving]
    busy = {q: sum(q in queues and taken for queues, taken in serving) for q in before}
    waits = wait_ranges(list(before), before, sets, paces(hall.id, now), busy)
    out = []
    for row in rows:
        key = str(row[0])
        told = waits[key]
        names = ("id", "code", "prefix", "name", "voice_name", "zone", "zone_code", "floor")
        out.append(
            dict(zip(names, row, strict=False))
            | {
                "seat_hint": row[8],
                "stopped": row[9] is not None,
                "reason": row[10],
                "waiting": row[11],
                "arrived": row[12],
                "longest": _minutes(row[13], now),
                "wait": {"low": told.low, "high": told.high} if told else None,
                "open_counters": sum(key in queues for queues in sets),
            }
        )
    return out


def _minutes(since: datetime | None, now: datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60)) if since else 0


def level_of(hall: Hall, queues: list[dict[str, Any]]) -> str:
    """green, yellow, orange or red: by the longest wait of those who are here."""
    longest = max((q["longest"] for q in queues), default=0)
    if longest > hall.level_red:
        return "red"
    if longest > hall.level_orange:
        return "orange"
    return "yellow" if longest > hall.level_yellow else "green"


def arrival_code(hall: Hall, now: datetime) -> str:
    """Only for screens of machines and guides: tickets.see_code."""
    return code_at(hall, now)


# Whoever is here now, also of an earlier day; what was done and how long it took, of today.
_FIGURES = """
SELECT count(*) FILTER (WHERE today),
  count(*) FILTER (WHERE state = 'waiting'),
  count(*) FILTER (WHERE state = 'waiting' AND arrived_at IS NULL),
  count(*) FILTER (WHERE state IN ('called', 'serving')),
  count(*) FILTER (WHERE state = 'done'),
  count(*) FILTER (WHERE state = 'passed'),
  count(*) FILTER (WHERE state = 'cancelled'),
  count(*) FILTER (WHERE state = 'held'),
  count(*) FILTER (WHERE state = 'sent_away'),
  avg(extract(epoch FROM called_at - issued_at)) FILTER (WHERE today AND called_at IS NOT NULL)
    / 60,
  percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM called_at - issued_at))
    FILTER (WHERE today AND called_at IS NOT NULL) / 60,
  count(*) FILTER (WHERE slip = 'failed' AND state = 'waiting'),
  count(*) FILTER (WHERE today AND head_start > 0),
  count(*) FILTER (WHERE today AND wait_high IS NOT NULL AND called_at IS NOT NULL),
  count(*) FILTER (WHERE today AND called_at - issued_at BETWEEN
    wait_low * interval '1 minute' AND wait_high * interval '1 minute')
FROM (
  SELECT t.*, t.day = %(day)s AS today FROM tickets_ticket t
  WHERE t.hall_id = %(hall)s AND (t.day = %(day)s OR t.state IN ('called', 'serving', 'held')
    OR (t.state = 'waiting' AND t.arrived_at IS NOT NULL))
) there
"""
_NAMES = (
    "tickets",
    "waiting",
    "not_arrived",
    "at_counters",
    "done",
    "passed",
    "cancelled",
    "held",
    "sent_away",
    "mean_wait",
    "wait_90",
    "slips_failed",
    "older",
    "ranges_told",
    "ranges_held",
)


def hall_figures(hall: Hall, now: datetime) -> dict[str, Any]:
    """Of today, for the manager: counts, waits in minutes, told ranges that held, queues."""
    values: dict[str, Any] = {"hall": hall.id, "day": hall_day(now, hall.timezone)}
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, values)
        row = cursor.fetchone()
    figures = dict(zip(_NAMES, row, strict=True))
    for name in ("mean_wait", "wait_90"):
        figures[name] = None if figures[name] is None else round(float(figures[name]), 1)
    queues = queue_waits(hall, now)
    longest = max((q["longest"] for q in queues), default=0)
    return figures | {
        "queues": queues,
        "longest": longest,
        "target": hall.waiting_target,
        "over_target": longest > hall.waiting_target,
        "level": level_of(hall, queues),
        "level_name": LEVELS[level_of(hall, queues)](),
    }


LEVELS = {
    "green": lambda: _("正常"),
    "yellow": lambda: _("黄色"),
    "orange": lambda: _("橙色"),
    "red": lambda: _("红色"),
}
