"""What was answered, as far as the item still asks it."""

from __future__ import annotations

from datetime import datetime

from yichuang.catalogue.queries import current_version, definition_of
from yichuang.catalogue.rules import known_answers
from yichuang.kit.errors import NotFound

from ..models import Ticket


def known_scenarios(ticket: Ticket, now: datetime) -> tuple[str, ...]:
    """A version published while people wait may have dropped an option that they chose."""
    if not ticket.scenarios or ticket.item is None:
        return ()
    try:
        definition = definition_of(current_version(ticket.item, now))
    except NotFound:
        return ()
    return known_answers(definition, ticket.scenarios).ids()
