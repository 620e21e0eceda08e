"""A second reading of `when`, written differently: translated to Python over 0, ½ and 1.

It shares no code with rules/: the tests compare the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from operator import eq, ge, gt, le, lt
from types import CodeType
from typing import Any

from yichuang.catalogue.rules.definition import Definition

_ATOM = re.compile(r"q\.\w+\s*=\s*\w+|fact\.\w+(?:\s*(?:<=|>=|<|>|=)\s*\d+)?|(?!not\b)\b[a-z_]\w*")
UNKNOWN = 0.5
_BY_SIGN = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq}


class K:
    def __init__(self, value: float) -> None:
        self.value = value

    def __and__(self, other: K) -> K:
        return K(min(self.value, other.value))

    def __or__(self, other: K) -> K:
        return K(max(self.value, other.value))

    def __invert__(self) -> K:
        return K(1 - self.value)


def value_of(text: str, atom: Callable[[str], float]) -> bool | None:
    result = eval(_translated(text), {"V": lambda a: K(atom(a))}).value
    return {0: False, 1: True}.get(result)


@cache
def _translated(text: str) -> CodeType:
    def call(found: re.Match[str]) -> str:
        return f"V({re.sub(r'[ ]', '', found.group(0))!r})"

    return compile(re.sub(r"\bnot\b", "~", _ATOM.sub(call, text)), "when", "eval")


def reader(
    definition: Definition,
    picked: dict[str, set[str] | None],
    roles: set[str],
    complete: bool,
    facts: dict[str, Any],
    applicant_facts: dict[str, Any],
) -> Callable[[str], float]:
    """What each atom is worth in a world told as plain sets; `picked[q]` None is skipped."""

    def atom(text: str, own: dict[str, Any] = facts) -> float:
        if text.startswith("q."):
            return _question(*text[2:].split("="))
        if text.startswith("fact."):
            if text == "fact.by_agent" and own.get("by_agent") is None:
                return 0 if complete and "agent" not in roles else UNKNOWN
            return _fact(text[5:], own)
        count = definition.parties.get(text)
        if text in roles or (count and count[0] != "0"):
            return 1
        return 0 if complete or count is None else UNKNOWN

    def _question(name: str, option: str) -> float:
        question = next(q for q in definition.questions if q.id == name)
        arises = 1.0
        if question.when:
            asked = value_of(question.when.text, lambda t: atom(t, applicant_facts))
            arises = UNKNOWN if asked is None else float(asked)
        chosen = picked.get(name)
        said = UNKNOWN if chosen is None else float(option in chosen)
        return min(arises, said)

    return atom


def _fact(text: str, facts: dict[str, Any]) -> float:
    name, compare, number = re.findall(r"(\w+?)(?:([<>=]+)(\d+))?$", text)[0]
    value = facts.get(name)
    if name == "no_card" and value is None and facts.get("no_id"):
        value = True
    if name == "no_id" and value is None and facts.get("no_card") is False:
        value = False
    if value is None:
        return UNKNOWN
    if not compare:
        return float(value)
    return float(_BY_SIGN[compare](value, int(number)))
