"""What a condition is made of, and its three-valued meaning (grammar.py reads its text).

Values are True, False and None (not known yet), combined as Kleene does: what is not known
decides nothing unless the other side does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

Truth = bool | None


class World(Protocol):
    """What is known of one case, seen from one party."""

    def chosen(self, question: str, option: str) -> Truth: ...

    def fact(self, name: str) -> bool | int | None: ...

    def has_role(self, role: str) -> Truth: ...


@dataclass(frozen=True)
class Chosen:
    question: str
    option: str


@dataclass(frozen=True)
class Fact:
    name: str
    compare: str = ""
    number: int = 0


@dataclass(frozen=True)
class Role:
    name: str


@dataclass(frozen=True)
class Not:
    inner: Node


@dataclass(frozen=True)
class All:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Any:
    parts: tuple[Node, ...]


Atom = Chosen | Fact | Role
Node = Atom | Not | All | Any

COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
}


def evaluate(node: Node, world: World) -> Truth:
    match node:
        case Chosen(question, option):
            return world.chosen(question, option)
        case Role(name):
            return world.has_role(name)
        case Fact(name, compare, number):
            return _compared(world.fact(name), compare, number)
        case Not(inner):
            value = evaluate(inner, world)
            return None if value is None else not value
        case All(parts):
            return _first(False, (evaluate(part, world) for part in parts))
        case Any(parts):
            return _first(True, (evaluate(part, world) for part in parts))


def _compared(value: bool | int | None, compare: str, number: int) -> Truth:
    if value is None:
        return None
    return COMPARE[compare](int(value), number) if compare else bool(value)


def _first(decisive: bool, values: Iterator[Truth]) -> Truth:
    """The decisive value where one part has it, unknown where one is unknown, else the other."""
    seen = list(values)
    if decisive in seen:
        return decisive
    return None if None in seen else not decisive


def atoms(node: Node) -> Iterator[Atom]:
    match node:
        case Not(inner):
            yield from atoms(inner)
        case All(parts) | Any(parts):
            for part in parts:
                yield from atoms(part)
        case _:
            yield node
