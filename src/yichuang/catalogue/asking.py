"""Parties and facts as an address carries them: `party=ROLE`, `fact=ROLE.NAME:VALUE`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from yichuang.kit.errors import Invalid

from . import queries
from .rules import Definition, Party

_TRUE, _FALSE = ("true", "1", "yes", "是"), ("false", "0", "no", "否")


def asked_parties(
    definition: Definition, roles: Iterable[str], facts: Iterable[str]
) -> list[Party]:
    """A role named twice is two persons: `each_seller` and `each_seller2`.

    Refused (422): unknown_party, too_many_parties, unknown_fact, bad_fact.
    """
    refs = _refs(definition, roles)
    told: dict[str, dict[str, bool | int]] = {}
    for text in facts:
        ref, name, value = _fact(definition, text)
        told.setdefault(ref, {})[name] = value
    for ref in [ref for ref in told if ref not in refs and ref not in refs.values()]:
        if ref not in definition.parties:
            raise _unknown_party(ref)
        refs[ref] = ref
    return [
        Party(role, key=ref, facts=told.get(role, {}) | told.get(ref, {}))
        for ref, role in refs.items()
    ]


def _refs(definition: Definition, roles: Iterable[str]) -> dict[str, str]:
    counts: Counter[str] = Counter()
    refs: dict[str, str] = {}
    for role in roles:
        if role not in definition.parties:
            raise _unknown_party(role)
        counts[role] += 1
        most = definition.count_of(role)[1]
        if most is not None and counts[role] > most:
            text = _("“%(role)s”最多%(n)s个。") % {
                "role": definition.role_name(role),
                "n": most,
            }
            raise Invalid("too_many_parties", text, fields={"party": text})
        refs[role if counts[role] == 1 else f"{role}{counts[role]}"] = role
    return refs


def _fact(definition: Definition, text: str) -> tuple[str, str, bool | int]:
    where, _colon, value = text.rpartition(":")
    ref, _dot, name = where.rpartition(".")
    words = definition.vocabulary.facts.get(name)
    if words is None and name not in queries.declared("fact"):
        said = _("没有“%(name)s”这个事实。") % {"name": (name or text)[:40]}
        raise Invalid("unknown_fact", said, fields={"fact": said})
    return ref or "applicant", name, _value(value, words, name)


def _value(value: str, words: dict[str, object] | None, name: str) -> bool | int:
    number = (words or {}).get("type", "int" if value.isdigit() else "bool") == "int"
    if number and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    if not number and value.lower() in (*_TRUE, *_FALSE):
        return value.lower() in _TRUE
    text = _("“%(name)s”的值看不懂。") % {"name": name}
    raise Invalid("bad_fact", text, fields={"fact": text})


def _unknown_party(role: str) -> Invalid:
    text = _("这个事项没有“%(role)s”这个角色。") % {"role": role[:40]}
    return Invalid("unknown_party", text, fields={"party": text})
