"""What a department knows of a person, and what often goes wrong with an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item
from yichuang.catalogue.rules import Definition
from yichuang.kit.actors import Actor
from yichuang.kit.events import record_access
from yichuang.places.models import Hall

from .. import events
from ..models import Case, Requirement
from ..permissions import RECEIVE
from ..rules import gap_names

AT_LEAST = 5  # a mistake is common from so many rejections on; fewer could tell of one person
MOST = 3


@dataclass(frozen=True)
class PastCase:
    """`gaps` are names of materials that are still open."""

    id: UUID
    item: str
    item_name: str
    state: str
    opened_at: datetime
    gaps: tuple[str, ...]


def department_history(
    *, actor: Actor, now: datetime, hall: Hall, person_hash: str, department: str, most: int = 5
) -> list[PastCase]:
    """This person's earlier cases at one department: its own history, nobody else's.

    Marriage, disability and relief belong to departments of their own, so that another
    one never sees them here. The reading is recorded. Refused: 403.
    """
    actor.require(RECEIVE, hall.id)
    if not person_hash or not department:
        return []
    rows = Case.objects.filter(
        hall=hall, department=department, parties__identity_hash=person_hash
    ).exclude(state="withdrawn")
    found = list(rows.select_related("item").distinct().order_by("-opened_at", "-id")[:most])
    record_access(
        hall.id,
        events.HISTORY_READ,
        subject=department,
        actor=actor,
        now=now,
        data={"cases": len(found)},
    )
    open_rows: dict[UUID, list[Requirement]] = {}
    for row in Requirement.objects.filter(case__in=[c.id for c in found]).order_by("order"):
        open_rows.setdefault(row.case_id, []).append(row)
    return [_past(case, open_rows.get(case.id, [])) for case in found]


def _past(case: Case, rows: Sequence[Requirement]) -> PastCase:
    ended = case.state not in ("draft", "received")
    names = () if ended else tuple(gap_names(rows))
    return PastCase(case.id, case.item.code, case.item.name, case.state, case.opened_at, names)


@dataclass(frozen=True)
class Mistake:
    """`times` 0: from the catalogue's notes, not counted."""

    name: str
    text: str
    times: int


def common_mistakes(hall: Hall, item: Item, definition: Definition) -> list[Mistake]:
    """What was most often rejected here for this item, supplied since or not; else what the
    catalogue warns of. One case counts once for a material."""
    codes = {m.code for m in definition.materials}
    rejected = Requirement.objects.filter(hall=hall, code__in=codes).exclude(rejected_for="")
    counted = (
        rejected.filter(case__item=item)
        .values("line__name", "rejected_for")
        .annotate(times=Count("case", distinct=True))
        .filter(times__gte=AT_LEAST)
        .order_by("-times", "line__name")[:MOST]
    )
    found = [Mistake(row["line__name"], row["rejected_for"], row["times"]) for row in counted]
    if found:
        return found
    noted = [m for m in definition.materials if m.note and m.need != "optional"]
    seen = {m.name: m for m in reversed(noted)}
    names = list(dict.fromkeys(m.name for m in noted))[:MOST]
    return [Mistake(name, seen[name].note or _("请看样本"), 0) for name in names]
