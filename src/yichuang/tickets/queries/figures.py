"""Figures for the manager: counters now, today's curve, who was passed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yichuang.kit.clock import hall_day
from yichuang.places.models import Hall

from ..flow import KEPT, WAITING
from ..models import Ticket

_COUNTERS = """
SELECT n.id, n.number, n.name, z.name, coalesce(s.state, 'closed'), coalesce(s.reason, ''),
  s.changed_at, coalesce(nullif(u.shown_name, ''), u.username, ''), t.number,
  ARRAY(SELECT queue_id FROM places_counterqueue e WHERE e.counter_id = n.id)
FROM places_counter n JOIN places_zone z ON z.id = n.zone_id
LEFT JOIN tickets_counterstate s ON s.counter_id = n.id
LEFT JOIN people_membership m ON m.id = s.membership_id
LEFT JOIN people_user u ON u.id = m.user_id
LEFT JOIN tickets_ticket t ON t.id = s.current_ticket_id
WHERE n.hall_id = %s ORDER BY n.number
"""
_COLUMNS = [
    "id",
    "number",
    "name",
    "zone",
    "state",
    "reason",
    "changed_at",
    "worker",
    "ticket",
    "queues",
]


def counters_now(hall: Hall) -> list[dict[str, Any]]:
    """Every counter of the hall with its state, its worker and the number at it."""
    words = {"closed": _("未开"), "open": _("开放"), "paused": _("暂停")}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTERS, [hall.id])
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]
    return [row | {"state_name": words[row["state"]]} for row in rows]


_HALF_HOURS = """
SELECT date_bin('30 minutes', issued_at AT TIME ZONE %(zone)s, timestamp '2000-01-01'), count(*)
FROM tickets_ticket WHERE hall_id = %(hall)s AND day = %(day)s GROUP BY 1 ORDER BY 1
"""


def taken_by_half_hour(hall: Hall, now: datetime) -> list[tuple[str, int]]:
    """('09:30', tickets) from the first number of the day to now; half-hours without are 0."""
    values: dict[str, Any] = {
        "zone": hall.timezone,
        "hall": hall.id,
        "day": hall_day(now, hall.timezone),
    }
    with connection.cursor() as cursor:
        cursor.execute(_HALF_HOURS, values)
        counted = {at.hour * 2 + at.minute // 30: n for at, n in cursor.fetchall()}
    if not counted:
        return []
    local = now.astimezone(ZoneInfo(hall.timezone))
    last = max(local.hour * 2 + local.minute // 30, *counted)
    return [
        (f"{slot // 2}:{slot % 2 * 30:02d}", counted.get(slot, 0))
        for slot in range(min(counted), last + 1)
    ]


def done_by(hall: Hall, membership_id: UUID | None, now: datetime) -> int:
    """Visits this worker has finished today: their own count, shown to them alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM tickets_call WHERE hall_id = %s AND membership_id = %s"
            " AND outcome = 'done' AND called_at > %s AND (ended_at AT TIME ZONE %s)::date = %s",
            [
                hall.id,
                membership_id,
                now - timedelta(days=2),
                hall.timezone,
                hall_day(now, hall.timezone),
            ],
        )
        return int(cursor.fetchone()[0])


def passed_now(hall: Hall, now: datetime) -> list[Ticket]:
    return list(_in_state(hall, now, "passed").order_by("-skipped_at")[:12])


def _there(hall: Hall, now: datetime) -> QuerySet[Ticket]:
    """Of today, and of earlier days whoever keeps their place (domain.md §5)."""
    kept = Q(state__in=KEPT) | Q(state=WAITING, arrived_at__isnull=False)
    return Ticket.objects.filter(Q(day=hall_day(now, hall.timezone)) | kept, hall=hall)


def _in_state(hall: Hall, now: datetime, *states: str) -> QuerySet[Ticket]:
    return _there(hall, now).filter(state__in=states).select_related("queue", "item")


def quietly_recalled(hall: Hall) -> list[Ticket]:
    """Called beyond the recalls that sound: somebody should look for these people."""
    rows = Ticket.objects.filter(hall=hall, state="called", recalls__gt=hall.sounding_recalls)
    return list(rows.select_related("queue", "item", "counter").order_by("called_at")[:20])


def failed_slips(hall: Hall, now: datetime) -> list[Ticket]:
    return list(_in_state(hall, now, "waiting", "called").filter(slip="failed")[:20])


def first_tier_waiting(hall: Hall, now: datetime) -> list[Ticket]:
    rows = _in_state(hall, now, "waiting").filter(tier=1, arrived_at__isnull=False)
    return list(rows.order_by("issued_at")[:20])


def not_arrived(hall: Hall, now: datetime) -> list[Ticket]:
    return list(_in_state(hall, now, "waiting").filter(arrived_at=None).order_by("issued_at")[:20])


def tickets_by_number(hall: Hall, now: datetime, number: str) -> list[Ticket]:
    """However it was typed. Newest first: yesterday's A001 may still be here beside today's."""
    wanted = "".join(number.upper().split())
    if not wanted:
        return []
    rows = _there(hall, now).filter(number=wanted).order_by("-day")
    return list(rows.select_related("hall", "queue__zone", "item", "counter__zone")[:5])
