"""Kinds of identity, and what follows from one for the list of materials."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop

from .definition import Material
from .parties import Party

RESIDENT_CARD = "resident_card"
# Order of the kiosk's choice; the names are translated where they are shown.
IDENTITY_TYPES: dict[str, str] = {
    RESIDENT_CARD: gettext_noop("居民身份证"),
    "temporary_card": gettext_noop("临时居民身份证"),
    "hmt_residence_permit": gettext_noop("港澳台居民居住证"),
    "hm_travel_permit": gettext_noop("港澳居民来往内地通行证（回乡证）"),
    "tw_travel_permit": gettext_noop("台湾居民来往大陆通行证（台胞证）"),
    "passport": gettext_noop("护照"),
    "foreign_resident_card": gettext_noop("外国人永久居留身份证"),
    "military_card": gettext_noop("军人身份证件"),
    "household_register": gettext_noop("户口簿（没有身份证的孩子）"),
    "organisation_code": gettext_noop("统一社会信用代码"),
    "none": gettext_noop("没有证件"),
}
_NOT_REPLACED = frozenset({"LIC:SFZ", "SHARE:S-POP"})


def shown_instead(material: Material, party: Party) -> tuple[str, tuple[str, ...]]:
    """Who is registered by another identity document shows that one (meta.codes.identity)."""
    kind = party.identity_type
    if material.name != "居民身份证" or kind in (None, RESIDENT_CARD, "none"):
        return "", material.replace_by
    label = IDENTITY_TYPES.get(kind or "", "").split("（")[0]
    return label, tuple(r for r in material.replace_by if r not in _NOT_REPLACED)


def facts_of_identity(kind: str | None, number: str, on: date) -> dict[str, bool | int]:
    """Facts that a document's number tells: org, no_card, no_id, age.

    Only what is certain: an unreadable birth date gives no age. Nobody is refused here.
    """
    if not kind or kind == "none":
        return {}
    facts: dict[str, bool | int] = {"org": kind == "organisation_code"}
    if kind in (RESIDENT_CARD, "temporary_card"):
        facts |= {"no_card": False, "no_id": False}
    if kind == "household_register":
        facts["no_card"] = True
        if number:
            facts["no_id"] = False
    if kind in (RESIDENT_CARD, "temporary_card", "household_register", "hmt_residence_permit"):
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
