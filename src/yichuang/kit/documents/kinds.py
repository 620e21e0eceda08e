"""Kinds of document, declared by the slices that own them (kit knows none itself)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Shown = Callable[[dict[str, Any]], list[tuple[str, str]]]


@dataclass(frozen=True)
class Kind:
    """`papers`: the first is usual. `series_mark`: numbered, with this character in the number.

    `shown` gets the content and gives label and value of what a stranger with the code may
    read beside title, number and date: masked where it is personal. `reader`: the permission
    without which nobody sees the paper itself, since somebody's name stands on it; the person
    has it in hand. None: the paper names nobody. `name` and `words` (of the template, by key)
    are marked by gettext_noop and translated when they are used.
    """

    code: str
    name: str
    template: Path
    papers: tuple[str, ...]
    shown: Shown
    series_mark: str | None = None
    reader: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


_KINDS: dict[str, Kind] = {}


def declare_kind(kind: Kind) -> Kind:
    if kind.code in _KINDS:
        raise ValueError(f"kind of document {kind.code} is declared twice")
    _KINDS[kind.code] = kind
    return kind


def kind_of(code: str) -> Kind:
    return _KINDS[code]
