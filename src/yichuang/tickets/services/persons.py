"""Who takes a number: papers and phones become keyed hashes before anything is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yichuang.kit.errors import Invalid
from yichuang.kit.privacy import encrypt, keyed_hash
from yichuang.people import identity as papers

from ..rules import age_on

_PHONE = re.compile(r"\+?[0-9]{5,15}")
_BORN = ("resident_id", "temporary_id", "hmt_residence", "household")


@dataclass(frozen=True)
class Person:
    """Hashes are '' where nothing was given. `agent` is set when somebody acts for another."""

    person: str = ""
    phone_hash: str = ""
    phone: str = ""  # encrypted
    agent: str = ""
    for_another: bool = False
    principal_name: str = ""  # encrypted
    age: int | None = None
    warnings: tuple[tuple[str, str], ...] = ()


def person_of(
    identity: dict[str, str] | None,
    phone: str,
    represents: dict[str, Any] | None,
    today: date,
) -> Person:
    """`represents` {name, identity?, phone?, named?}: the number is for that person, kept by
    this one. Without a number of their own they are known by their name; `named` false says that
    the name is a mere word ('parents') and tells nobody from another.

    Refused: 422 for an unknown type of papers, a phone that is none, a principal without a name.
    """
    own, warnings, age = _papers(identity, "identity", today)
    number = _phone(phone, "phone")
    phone_hash = keyed_hash("phone", number) if number else ""
    if not represents:
        return Person(
            own or phone_hash, phone_hash, encrypt(number), age=age, warnings=tuple(warnings)
        )
    name = str(represents.get("name") or "").strip()
    if not papers.name_fits(name):
        message = _("请写明为谁办理。")
        raise Invalid("principal_name_needed", message, fields={"for.name": message})
    theirs, more, age = _papers(represents.get("identity"), "for.identity", today)
    their_phone = _phone(str(represents.get("phone") or ""), "for.phone")
    agent = own or phone_hash
    principal = theirs or (keyed_hash("phone", their_phone) if their_phone else "")
    if not principal and agent and represents.get("named", True):
        principal = keyed_hash("principal", f"{agent}:{name}")
    return Person(
        principal,
        phone_hash,
        encrypt(number),
        agent,
        True,
        encrypt(name),
        age,
        tuple(warnings + more),
    )


def _papers(
    given: dict[str, str] | None, field: str, today: date
) -> tuple[str, list[tuple[str, str]], int | None]:
    """The keyed hash of (type, number), what looks wrong, and the age the number tells."""
    if not given or given.get("type") == "none":
        return "", [], None
    kind = str(given.get("type") or "")
    if kind not in papers.TYPES:
        message = _("没有这种证件。")
        raise Invalid("unknown_identity_type", message, fields={f"{field}.type": message})
    number = papers.normal(str(given.get("number") or ""))
    if not number or len(number) > papers.MAX_NUMBER or not number.isprintable():
        message = _("请填证件号码。")
        raise Invalid("identity_number_needed", message, fields={f"{field}.number": message})
    wrong = papers.check(kind, number)
    warnings = [(wrong.code, str(wrong.detail))] if wrong else []
    age = age_on(number, today) if kind in _BORN else None
    return keyed_hash("person", f"{kind}:{number}"), warnings, age


def _phone(given: str, field: str) -> str:
    number = re.sub(r"[\s\-()]", "", papers.normal(given))
    if number and not _PHONE.fullmatch(number):
        message = _("电话号码不对，请检查。")
        raise Invalid("bad_phone", message, fields={field: message})
    return re.sub(r"^(\+|00)86(?=1[0-9]{10}$)", "", number)
