"""Measured minutes per service, kept for a few seconds in each process."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from ..estimates import SPREAD, Pace

KEEP = timedelta(seconds=20)
WINDOW = timedelta(hours=6)
PRIOR = 5  # services the queue's own figure counts for

_MEASURED = """
SELECT q.id, q.mean_minutes, m.n, m.mean, m.spread
FROM places_queue q
LEFT JOIN (
  SELECT queue_id, count(*) AS n, avg(served_seconds) / 60.0 AS mean,
    coalesce(stddev_samp(served_seconds), 0) / 60.0 AS spread
  FROM (
    SELECT queue_id, served_seconds,
      row_number() OVER (PARTITION BY queue_id ORDER BY called_at DESC) AS place
    FROM tickets_call
    WHERE hall_id = %(hall)s AND outcome = 'done' AND called_at BETWEEN %(since)s AND %(now)s
  ) recent
  WHERE place <= 40 GROUP BY queue_id
) m ON m.queue_id = q.id
WHERE q.hall_id = %(hall)s
"""

_kept: dict[UUID, tuple[datetime, dict[str, Pace]]] = {}


def paces(hall_id: UUID, now: datetime) -> dict[str, Pace]:
    """By queue id: the mean of the last 40 services of today, drawn to the queue's own figure."""
    kept = _kept.get(hall_id)
    if kept and kept[0] <= now < kept[0] + KEEP:
        return kept[1]
    with connection.cursor() as cursor:
        cursor.execute(_MEASURED, {"hall": hall_id, "since": now - WINDOW, "now": now})
        rows = cursor.fetchall()
    found = {str(q): _pace(own, n or 0, mean, spread) for q, own, n, mean, spread in rows}
    _kept[hall_id] = (now, found)
    return found


def _pace(own: float, n: int, mean: object, spread: object) -> Pace:
    if not n:
        return Pace(own)
    measured = float(str(mean))
    blended = (n * measured + PRIOR * own) / (n + PRIOR)
    relative = float(str(spread)) / measured if measured > 0 else SPREAD
    return Pace(blended, (n * min(relative, 2.0) + PRIOR * SPREAD) / (n + PRIOR))
