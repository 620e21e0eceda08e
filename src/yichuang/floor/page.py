"""Who needs a guide now, gathered once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yichuang.places.models import Hall
from yichuang.tickets import queries


def floor_page(hall: Hall, now: datetime) -> dict[str, Any]:
    asides = queries.asides(hall, now)
    return {
        "hall": hall,
        "now": now,
        "failed": queries.failed_slips(hall, now),
        "first": queries.first_tier_waiting(hall, now),
        "away": queries.not_arrived(hall, now),
        "passed": asides["passed"],
        "sent_away": asides["sent_away"],
        "held": asides["held"],
        "busy": [q for q in queries.queue_waits(hall, now) if q["waiting"] or q["stopped"]],
        "code": queries.arrival_code(hall, now),
    }


def doubt_now(hall: Hall, queue: object, now: datetime) -> queries.Closing | None:
    """`queue`: its id, or its prefix. What to say before closing to who takes a number there."""
    rows = queries.queue_waits(hall, now)
    wait = next((row["wait"] for row in rows if queue in (row["id"], row["prefix"])), None)
    return queries.doubt_before_closing(hall, now, wait["high"] if wait else None)
