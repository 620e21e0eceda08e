"""Answers to the item's questions, as a ticket keeps them: options by the catalogue's ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yichuang.catalogue.models import Item
from yichuang.catalogue.queries import current_version, definition_of
from yichuang.catalogue.rules import read_answers, unknown_scenario
from yichuang.kit.errors import NotFound


def checked_scenarios(item: Item | None, scenarios: Sequence[str], now: datetime) -> list[str]:
    """In the item's order. Looks nothing up where nothing was answered.

    Refused: 422 unknown_scenario, one_only.
    """
    if not scenarios:
        return []
    if item is None:
        raise unknown_scenario(scenarios[0])
    try:
        definition = definition_of(current_version(item, now))
    except NotFound:
        raise unknown_scenario(scenarios[0]) from None
    return list(read_answers(definition, scenarios).ids())
