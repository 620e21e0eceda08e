"""Reading ratings: figures only, and one's own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item
from yichuang.kit.actors import Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.errors import NotFound
from yichuang.kit.privacy import decrypt, keyed_hash
from yichuang.places.models import Hall
from yichuang.tickets.models import Visit

from . import rules
from .models import Rating
from .permissions import INVESTIGATE
from .tags import tags


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


LOW = 2  # 不满意 and below
PAGE = 30


@dataclass(frozen=True)
class ForInvestigator:
    """What tells nothing of the person; the visit and the words stay sealed."""

    id: UUID
    day: str
    level: int
    level_name: str
    item: str
    reasons: str
    commented: bool

    @property
    def low(self) -> bool:
        return self.level <= LOW


def ratings_to_examine(
    actor: Actor, *, all_levels: bool = False, page: int = 1
) -> tuple[list[ForInvestigator], bool]:
    """Of the investigator's hall, newest day first; within a day in no order of time.

    And whether there are more. Refused: 403 for every other role.
    """
    actor.require(INVESTIGATE)
    rows = Rating.objects.filter(hall_id=actor.hall)
    if not all_levels:
        rows = rows.filter(level__lte=LOW)
    start = (max(page, 1) - 1) * PAGE
    found = list(rows.order_by("-day", "level", "key_hash")[start : start + PAGE + 1])
    items = dict(
        Item.objects.filter(code__in={r.item_code for r in found}).values_list("code", "name")
    )
    return [_for_investigator(r, items) for r in found[:PAGE]], len(found) > PAGE


def _for_investigator(rating: Rating, items: dict[str, str]) -> ForInvestigator:
    known = tags()
    return ForInvestigator(
        rating.id,
        rating.day.isoformat(),
        rating.level,
        str(rules.LEVELS[rating.level]),
        items.get(rating.item_code, rating.item_code) or _("没有选事项"),
        "、".join(known[t].text for t in rating.tags if t in known),
        bool(rating.comment),
    )


def rating_days(hall: Hall, ids: Collection[str]) -> dict[str, str]:
    """Of which day a rating is, and no more: for who reads the record, and not the ratings."""
    rows = Rating.objects.filter(hall=hall, pk__in=list(ids)).values_list("pk", "day")
    return {str(pk): day.isoformat() for pk, day in rows}


def rating_for_investigator(actor: Actor, rating: UUID) -> tuple[ForInvestigator, str]:
    """One of them, and the words that were written with it: to be read with its opened visit.

    Refused: 403, 404.
    """
    actor.require(INVESTIGATE)
    found = Rating.objects.filter(pk=rating, hall_id=actor.hall).first()
    if found is None:
        raise NotFound("no_such_rating", _("没有这条评价。"))
    items = dict(Item.objects.filter(code=found.item_code).values_list("code", "name"))
    return _for_investigator(found, items), decrypt(found.comment, "rating")
