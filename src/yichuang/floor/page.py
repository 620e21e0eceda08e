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
        "passed": [t for t in asides if t.state == "passed"],
        "sent_away": [t for t in asides if t.state == "sent_away"],
        "busy": [
            q | {"place": place_words(q["floor"], q["zone"])}
            for q in queries.queue_waits(hall, now)
            if q["waiting"] or q["stopped"]
        ],
        "code": queries.arrival_code(hall, now),
    }
