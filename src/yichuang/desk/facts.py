"""What is asked about a registered party, because a line depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .screen import Screen


@dataclass(frozen=True)
class FactAsked:
    """Something about a party that decides a line; asked once the party is registered."""

    name: str
    party: str
    text: str
    number: bool
    registered: bool


def facts_asked(screen: Screen) -> list[FactAsked]:
    assert screen.case is not None and screen.definition is not None
    known = {row.ref for row in screen.case.registered}
    found: dict[tuple[str, str], FactAsked] = {}
    for row in screen.case.listed:
        for one in row.line["waits_for"] if row.state == "undecided" else ():
            if one["kind"] != "fact":
                continue
            words = screen.definition.vocabulary.facts.get(one["name"], {})
            number = words.get("type") == "int"
            asked = FactAsked(one["name"], one["party"], one["text"], number, one["party"] in known)
            found[one["party"], one["name"]] = asked
    return list(found.values())
