"""What follows from the paper a person is registered by (kinds: people/identity.py)."""

from __future__ import annotations

from datetime import date

from .definition import Material
from .parties import Party
from .values import ID_CARD

_RESIDENT = ("resident_id", "temporary_id")
_NOT_REPLACED = frozenset({"LIC:SFZ", "SHARE:S-POP"})


def shown_instead(material: Material, party: Party) -> tuple[str, tuple[str, ...]]:
    """Who is registered by another paper shows that one (meta.codes.identity)."""
    kind = party.identity_type
    if material.name != ID_CARD or kind in (None, "resident_id", "none"):
        return "", material.replace_by
    return str(kind), tuple(r for r in material.replace_by if r not in _NOT_REPLACED)


def facts_of_identity(kind: str | None, number: str, on: date) -> dict[str, bool | int]:
    """Facts that a paper and its number tell: org, no_card, no_id, age.

    Only what is certain: an unreadable birth date gives no age. Nobody is refused here.
    """
    if not kind or kind == "none":
        return {}
    facts: dict[str, bool | int] = {"org": kind == "uscc"}
    if kind in _RESIDENT:
        facts |= {"no_card": False, "no_id": False}
    if kind == "household":
        facts["no_card"] = True
        if number:
            facts["no_id"] = False
    if kind in (*_RESIDENT, "household", "hmt_residence"):
        born = birth_date(number)
        if born and born <= on:
            facts["age"] = age_on(born, on)
    return facts


def birth_date(number: str) -> date | None:
    """Digits 7 to 14 of an 18-digit number (GB 11643), whatever its check digit."""
    digits = number[6:14]
    if len(number) != 18 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def age_on(born: date, on: date) -> int:
    """Full years; the birthday itself counts."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
