"""Who takes part: checking what was given, sealing it, and what the rules may know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.catalogue import rules
from yichuang.catalogue.rules import Definition, facts_of_identity
from yichuang.kit.errors import Invalid
from yichuang.kit.privacy import decrypt, encrypt, keyed_hash
from yichuang.people import identity as papers

from .models import Party
from .rules import KINDS

MOST = 60


@dataclass(frozen=True)
class PartyGiven:
    """One party as it was typed. `identity` is (type, number); `acts_for` a role or ref."""

    role: str
    kind: str
    name: str
    identity: tuple[str, str] | None = None
    phone: str = ""
    acts_for: str = ""
    facts: Mapping[str, bool | int] = field(default_factory=dict)


def person_hash(type: str, number: str) -> str:
    """As a ticket hashes its person, so that both are found together; '' without a number."""
    number = papers.normal(number)
    return keyed_hash("person", f"{type}:{number}") if number and type != "none" else ""


def read_parties(
    definition: Definition, given: Sequence[PartyGiven], hall_id: UUID, on: date
) -> list[Party]:
    """Unsaved rows. Refused (422): a role the item has not, too many of one, an unknown fact,
    a name or paper that cannot be one, acting for nobody. A wrong check digit is no refusal.
    """
    if len(given) > MOST:
        raise _wrong("parties", _("一件办件最多登记%(n)s人。") % {"n": MOST})
    rows: list[Party] = []
    for order, one in enumerate(given):
        same = sum(row.role == one.role for row in rows)
        _check(definition, one, same, f"parties.{order}")
        rows.append(_sealed(definition, one, same, order, hall_id, on))
    known = {row.ref for row in rows} | {row.role for row in rows} | {"applicant"}
    for row in rows:
        if row.acts_for and (row.acts_for not in known or row.acts_for in (row.ref, row.role)):
            raise _wrong(f"parties.{row.order}.acts_for", _("没有登记被代理的这一方。"))
    return rows


def _check(definition: Definition, one: PartyGiven, same: int, at: str) -> None:
    most = definition.count_of(one.role)[1]
    if one.role not in definition.parties:
        raise _wrong(f"{at}.role", _("这个事项没有这种当事方：%(role)s") % {"role": one.role[:40]})
    if most is not None and same >= most:
        raise _wrong(f"{at}.role", _("这种当事方最多登记%(n)s个。") % {"n": most})
    if one.kind not in KINDS:
        raise _wrong(f"{at}.kind", _("当事方是个人或单位。"))
    if not papers.name_fits(one.name):
        raise _wrong(f"{at}.name", _("请填写姓名或名称。"))
    if one.identity and one.identity[0] not in papers.TYPES:
        raise _wrong(f"{at}.identity.type", _("没有这种证件类型。"))
    if one.identity and len(one.identity[1]) > papers.MAX_NUMBER:
        raise _wrong(f"{at}.identity.number", _("证件号码太长。"))
    check_facts(definition, one.facts, f"{at}.facts")


def check_facts(definition: Definition, facts: Mapping[str, bool | int], at: str) -> None:
    """Refused (422): a fact that the item does not know, or of another kind."""
    for name, value in facts.items():
        words = definition.vocabulary.facts.get(name)
        whole = isinstance(value, int) and not isinstance(value, bool)
        fits = words and (
            whole and 0 <= value <= 999 if words.get("type") == "int" else isinstance(value, bool)
        )
        if not fits:
            raise _wrong(f"{at}.{name[:40]}", _("这个事项不问这个事实，或填的值不对。"))


def _wrong(at: str, text: str) -> Invalid:
    return Invalid("invalid_party", text, fields={at: text})


def _sealed(
    definition: Definition, one: PartyGiven, same: int, order: int, hall_id: UUID, on: date
) -> Party:
    type, number = one.identity or ("", "")
    number = papers.normal(number)
    known = facts_of_identity(type or None, number, on)
    if one.kind == "organisation":
        known["org"] = True
    declared = definition.vocabulary.facts
    phone = papers.normal(one.phone)
    return Party(
        hall_id=hall_id,
        ref=one.role if not same else f"{one.role}-{same + 1}",
        role=one.role,
        order=order,
        kind=one.kind,
        name_sealed=encrypt(one.name.strip(), "names"),
        identity_type=type,
        identity_sealed=encrypt(number, "identity"),
        identity_hash=person_hash(type, number) if number else "",
        phone_sealed=encrypt(phone, "phone"),
        phone_hash=keyed_hash("phone", phone) if phone else "",
        acts_for=one.acts_for,
        facts={k: v for k, v in known.items() if k in declared} | dict(one.facts),
    )


def as_typed(row: Party) -> PartyGiven:
    """From what was sealed."""
    number = decrypt(row.identity_sealed, "identity")
    return PartyGiven(
        role=row.role,
        kind=row.kind,
        name=decrypt(row.name_sealed, "names"),
        identity=(row.identity_type, number) if row.identity_type else None,
        phone=decrypt(row.phone_sealed, "phone"),
        acts_for=row.acts_for,
        facts=row.facts,
    )


def as_rules_see(rows: Sequence[Party]) -> list[rules.Party]:
    return [
        rules.Party(
            role=row.role,
            key=row.ref,
            person=row.identity_hash,
            facts=row.facts,
            identity_type=row.identity_type or None,
            acts_for=row.acts_for,
        )
        for row in rows
    ]
