"""JSON API: one item, and what is asked of one case."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from yichuang.kit import clock
from yichuang.kit.api.problems import PROBLEMS

from . import presenting, queries
from .asking import asked_parties
from .rules import requirements
from .schemas import Asked, ItemOut, RequirementsOut

router = Router(tags=["items"])


@router.get("/items/{item}", response={200: ItemOut, **PROBLEMS})
def get_item(request: HttpRequest, item: str) -> dict[str, Any]:
    """The guide of an item, as its version in force says it."""
    return presenting.item_view(queries.item_by_code(item), clock.now())


@router.get("/items/{item}/requirements", response={200: RequirementsOut, **PROBLEMS})
def get_requirements(request: HttpRequest, item: str, asked: Query[Asked]) -> dict[str, Any]:
    """What is asked, with the reason of every line; 'perhaps' where an answer is missing."""
    found = queries.item_by_code(item)
    day = asked.on or clock.hall_day(clock.now(), queries.timezone())
    definition = queries.definition_of(queries.version_on(found, day))
    people = asked_parties(definition, asked.party, asked.fact)
    lines = requirements(definition, asked.scenario, people, on=day, complete=bool(asked.party))
    return presenting.requirements_view(lines)
