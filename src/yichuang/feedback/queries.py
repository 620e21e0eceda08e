"""Reading ratings: figures only, and one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yichuang.kit.clock import hall_day
from yichuang.kit.privacy import keyed_hash
from yichuang.places.models import Hall
from yichuang.tickets.models import Visit

from . import rules
from .models import Rating


def figures_today(hall: Hall, now: datetime) -> dict[str, Any]:
    """Of the hall, today: how many rated, and the mean; both None below five."""
    rows = Rating.objects.filter(hall=hall, day=hall_day(now, hall.timezone))
    levels = list(rows.values_list("level", flat=True))
    mean = rules.mean_of(levels)
    return {"count": None if mean is None else len(levels), "mean": mean}


def own_rating(rating_key: str) -> Rating | None:
    """What the holder of this key gave; None before."""
    visit = Visit.objects.filter(rating_hash=keyed_hash("rating", rating_key)).first()
    if visit is None:
        return None
    key = keyed_hash("rated visit", str(visit.id))
    return Rating.objects.filter(hall_id=visit.hall_id, key_hash=key).first()
