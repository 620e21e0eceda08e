"""Every world of an item: its scenarios, its roles, its facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, product
from math import prod
from random import Random
from typing import Any

from yichuang.catalogue.rules.definition import Definition, Question

# Six yes/no facts: 3 values each.
MOST = 3**6
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
    limits = (*definition.promise_limit.variants, *definition.statutory_limit.variants)
    whens += [v.when for v in limits]
    return {w.text for w in whens if w}


def facts_of(definition: Definition) -> Iterator[dict[str, Any]]:
    """Every subset of the facts that a condition reads, each with every value that may decide.

    Above MOST of them a sample, the same in every run: none, each alone, all, and MOST drawn.
    """
    used = {name: _values(definition, name) for name in _used(definition)}
    every = _drawn(definition.id, used) if sampled(definition) else product(*used.values())
    for picked in every:
        facts = {n: v for n, v in zip(used, picked, strict=True) if v is not None}
        if facts.get("no_id") and facts.get("no_card") is False:
            continue  # no number, yet a card: no such person
        yield facts


def sampled(definition: Definition) -> bool:
    return prod(len(_values(definition, name)) for name in _used(definition)) > MOST


def _drawn(seed: str, used: dict[str, list[Any]]) -> Iterator[tuple[Any, ...]]:
    values = list(used.values())
    yield tuple(None for _ in values)
    for place, alone in enumerate(values):
        yield from (tuple(v if i == place else None for i in range(len(values))) for v in alone[1:])
    draw = Random(seed)
    yield from (tuple(draw.choice(v[1:]) for v in values) for _ in range(MOST // 2))
    yield from (tuple(draw.choice(v) for v in values) for _ in range(MOST // 2))


def _used(definition: Definition) -> list[str]:
    return [name for name in definition.vocabulary.facts if _uses(definition, name)]


def _values(definition: Definition, name: str) -> list[Any]:
    """Not known first."""
    texts = texts_of(definition)
    limits = {int(n) for t in texts for n in re.findall(rf"{name}[<>=]+(\d+)", t)}
    return [None, 0, *sorted(limits)] if limits else [None, True, False]


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
