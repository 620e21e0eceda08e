"""Who needs a guide now, gathered once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yichuang.places.models import Hall
from yichuang.places.wording import place_words
from yichuang.tickets import queries

AWAY = 6  # of those who are not here yet; the others fold away, and are found by number


def floor_page(hall: Hall, now: datetime) -> dict[str, Any]:
    asides, away = queries.asides(hall, now), list(queries.not_arrived(hall, now))
    return {
        "hall": hall,
        "now": now,
        "failed": queries.failed_slips(hall, now),
        "missing": queries.quietly_recalled(hall),
        "first": queries.first_tier_waiting(hall, now),
        "away": away[:AWAY],
        "away_more": away[AWAY:],
        "passed": asides["passed"],
        "sent_away": asides["sent_away"],
        "held": asides["held"],
        "busy": [
            q | {"place": place_words(q["floor"], q["zone"])}
            for q in queries.queue_waits(hall, now)
            if q["waiting"] or q["stopped"]
        ],
        **code_now(hall, now),
    }


def code_now(hall: Hall, now: datetime) -> dict[str, Any]:
    """`code_lasts`: seconds until the next one."""
    return {"code": queries.arrival_code(hall, now), "code_lasts": 61 - now.second}


def doubt_now(hall: Hall, queue: object, now: datetime) -> queries.Closing | None:
    """`queue`: its id, or its prefix. What to say before closing to who takes a number there."""
    rows = queries.queue_waits(hall, now)
    wait = next((row["wait"] for row in rows if queue in (row["id"], row["prefix"])), None)
    return queries.doubt_before_closing(hall, now, wait["high"] if wait else None)
