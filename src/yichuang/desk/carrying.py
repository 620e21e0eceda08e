"""Who was registered for one matter of a ticket need not be typed again for the next.

Only within one visit, and only the applicant: whoever sits there is the same person. It can be
corrected in each matter without touching the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yichuang.cases import queries as cases
from yichuang.cases.models import Case, Party
from yichuang.cases.queries import party_view
from yichuang.cases.services import PartyGiven
from yichuang.catalogue.models import Item
from yichuang.catalogue.rules import Definition
from yichuang.kit.actors import Actor

ROLE = "applicant"
ONLY = {"自然人": "person", "法人": "organisation"}  # items for both, or for others, take either


def applicant_elsewhere(opened: Iterable[Case], item: Item, definition: Definition) -> Party | None:
    """The latest applicant of another matter who can be one of this item."""
    if ROLE not in definition.parties:
        return None
    kind = ONLY.get(definition.service_object)
    for case in opened:
        if case.item_id == item.pk:
            continue
        row = next((p for p in cases.parties_of(case) if p.role == ROLE), None)
        if row is not None and kind in (None, row.kind):
            return row
    return None


def carried_view(
    opened: Iterable[Case], item: Item, definition: Definition
) -> dict[str, Any] | None:
    """Masked, as every party at the desk."""
    row = applicant_elsewhere(opened, item, definition)
    return party_view(row, definition) if row else None


def carried(
    actor: Actor, opened: Iterable[Case], item: Item, definition: Definition
) -> list[PartyGiven]:
    row = applicant_elsewhere(opened, item, definition)
    return [cases.applicant_again(actor, row)] if row else []
