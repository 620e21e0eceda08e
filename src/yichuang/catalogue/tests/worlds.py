"""Every world of an item: its scenarios, its roles, its facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from yichuang.catalogue.rules.definition import Definition, Question

Picked = dict[str, set[str] | None]


def choices(question: Question) -> list[set[str] | None]:
    """Skipped, each option; of several, each set of at least `min`."""
    options = [o.id for o in question.options]
    if not question.multiple:
        return [None, *({o} for o in options)]
    sizes = range(question.min, len(options) + 1)
    return [None, *(set(c) for size in sizes for c in combinations(options, size))]


def scenarios(definition: Definition) -> Iterator[Picked]:
    names = [q.id for q in definition.questions]
    for picked in product(*(choices(q) for q in definition.questions)):
        yield dict(zip(names, picked, strict=True))


def ids(picked: Picked) -> list[str]:
    """As they are given to the rules."""
    return [
        option
        for name, chosen in picked.items()
        if chosen is not None
        for option in (sorted(chosen) or [f"{name}=none"])
    ]


def texts_of(definition: Definition) -> set[str]:
    whens = [m.when for m in definition.materials] + [q.when for q in definition.questions]
    whens += [s.when for s in definition.stops]
    return {w.text for w in whens if w}


def facts_of(definition: Definition, *, every: bool = False) -> Iterator[dict[str, Any]]:
    """Each value that may decide: of no fact, of one alone, of all; `every`: of any of them."""
    used = [name for name in definition.vocabulary.facts if _uses(definition, name)]
    values: list[list[Any]] = []
    for name in used:
        limits = {
            int(n) for t in texts_of(definition) for n in re.findall(rf"{name}[<>=]+(\d+)", t)
        }
        values.append([None, 0, *sorted(limits)] if limits else [None, True, False])
    for picked in product(*values):
        facts = {n: v for n, v in zip(used, picked, strict=True) if v is not None}
        if facts.get("no_id") and facts.get("no_card") is False:
            continue  # no number, yet a card: no such person
        if every or len(facts) in (0, 1, len(used)):
            yield facts


def _uses(definition: Definition, name: str) -> bool:
    return any(f"fact.{name}" in text for text in texts_of(definition))


def roles_of(definition: Definition) -> Iterator[tuple[set[str], bool]]:
    """Roles named in conditions: nobody told, then every set of them told whole."""
    words = {w for t in texts_of(definition) for w in t.replace("(", " ").replace(")", " ").split()}
    named = [r for r in definition.parties if r in words and r != "applicant"]
    yield set(), False
    for size in range(len(named) + 1):
        for present in combinations(named, size):
            yield set(present), True
