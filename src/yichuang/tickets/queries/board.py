"""What the hall's displays show: one statement for what moves, one for what is set up."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from yichuang.kit.clock import hall_day
from yichuang.places.models import Hall

from ..arrival import code_at
from .halls import level_of, queue_waits

STAY = timedelta(minutes=3)
LONG = timedelta(hours=1)  # from a call to its last recall

# Of each ticket its newest call: of the last minutes, sounded again in them, or standing still.
# A row is named by its call: numbers come again every day, and a ticket's own id stays inside.
_BOARD = """
WITH fresh AS (
  SELECT id FROM tickets_call
  WHERE hall_id = %(hall)s AND called_at > %(since)s AND NOT resumed
  UNION
  SELECT t.call_id FROM tickets_counterstate s JOIN tickets_ticket t ON t.id = s.current_ticket_id
  WHERE s.hall_id = %(hall)s AND t.state = 'called'
  UNION
  SELECT k.id FROM tickets_call k JOIN tickets_ticket t ON t.id = k.ticket_id AND t.call_id = k.id
  WHERE k.hall_id = %(hall)s AND k.called_at > %(long)s AND t.recalled_at > %(since)s
), shown AS (
  SELECT DISTINCT ON (k.ticket_id) k.* FROM fresh JOIN tickets_call k USING (id)
  ORDER BY k.ticket_id, k.called_at DESC, k.id DESC
)
SELECT
  (SELECT coalesce(jsonb_agg(c ORDER BY c.at DESC), '[]') FROM (
    SELECT k.id AS call, t.number, t.state, t.day, k.called_at AS called_at,
      CASE WHEN t.call_id = k.id THEN least(t.recalls, %(sounding)s) ELSE 0 END AS recalls,
      coalesce(CASE WHEN t.call_id = k.id THEN t.recalled_at END, k.called_at) AS at,
      t.call_id IS DISTINCT FROM k.id OR t.state NOT IN ('called', 'serving') AS over,
      t.tier IN (1, 2) AS priority, q.voice_name AS queue_voice_name, q.code AS queue,
      n.id AS counter, n.number AS counter_number, n.name AS counter_name,
      n.direction, z.name AS zone, z.code AS zone_code, z.floor
    FROM shown k
    JOIN tickets_ticket t ON t.id = k.ticket_id
    JOIN places_counter n ON n.id = k.counter_id
    JOIN places_zone z ON z.id = n.zone_id
    JOIN places_queue q ON q.id = k.queue_id
    ORDER BY at DESC LIMIT 60) c),
  (SELECT coalesce(jsonb_agg(p ORDER BY p.skipped_at DESC), '[]') FROM (
    SELECT t.number, t.skipped_at FROM tickets_ticket t
    WHERE t.hall_id = %(hall)s AND t.day = %(day)s AND t.state = 'passed'
    ORDER BY t.skipped_at DESC LIMIT 30) p),
  (SELECT coalesce(jsonb_agg(n ORDER BY n.number), '[]') FROM (
    SELECT n.id, n.number, n.name, z.name AS zone, z.code AS zone_code,
      coalesce(s.state, 'closed') AS state,
      t.number AS ticket, t.state AS ticket_state, t.day AS ticket_day
    FROM places_counter n JOIN places_zone z ON z.id = n.zone_id
    LEFT JOIN tickets_counterstate s ON s.counter_id = n.id
    LEFT JOIN tickets_ticket t ON t.id = s.current_ticket_id
    WHERE n.hall_id = %(hall)s) n)
"""


# One answer for all displays that ask at once: good while the hall has no newer event.
FRESH = timedelta(seconds=1)
_LAST_EVENT = "SELECT seq FROM kit_eventhead WHERE hall_id = %s AND stream = 'main'"
_kept: dict[UUID, tuple[int, datetime, dict[str, Any]]] = {}


def board(hall: Hall, now: datetime, *, with_code: bool = False) -> dict[str, Any]:
    """Numbers only, never names or public ids. `with_code`: for machines that show it."""
    shown = {**_board(hall, now), "now": now}
    if with_code:
        shown["code"] = code_at(hall, now)
    return shown


def _board(hall: Hall, now: datetime) -> dict[str, Any]:
    """Nothing is kept of an open transaction: it may yet be rolled back."""
    if connection.in_atomic_block:
        return _read(hall, now)
    with connection.cursor() as cursor:
        cursor.execute(_LAST_EVENT, [hall.id])
        row = cursor.fetchone()
    last = row[0] if row else 0
    kept = _kept.get(hall.id)
    if kept and kept[0] == last and kept[1] <= now < kept[1] + FRESH:
        return kept[2]
    found = _read(hall, now)
    _kept[hall.id] = (last, now, found)
    return found


def _read(hall: Hall, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "hall": hall.id,
        "since": now - STAY,
        "long": now - LONG,
        "day": hall_day(now, hall.timezone),
        "sounding": hall.sounding_recalls,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BOARD, values)
        calls, passed, counters = (json.loads(part) for part in cursor.fetchone())
    queues = queue_waits(hall, now)
    return {
        "hall": hall.code,
        "name": hall.name,
        "today": values["day"],
        "level": level_of(hall, queues),
        "waiting": sum(q["waiting"] for q in queues),
        "calls": calls,
        "passed": [p["number"] for p in passed],
        "queues": queues,
        "counters": counters,
    }
