"""One natural person in several roles shows a document of the same name once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .requirements import Line

_NEED = ("optional", "conditional", "required")
_FORM = ("none", "electronic", "e-form", "copy", "original")


def merged(lines: Sequence[Line]) -> list[Line]:
    """The strongest demand wins: certain before perhaps, collected before only shown.

    A replacement stays only where it would do for each of the lines.
    """
    kept: dict[tuple[str, str, str], Line] = {}
    for line in lines:
        key = (line.name, line.person, "" if line.person else line.party_ref)
        kept[key] = _joined(kept[key], line) if key in kept else line
    return list(kept.values())


def _joined(first: Line, second: Line) -> Line:
    strong, weak = (second, first) if _rank(second) > _rank(first) else (first, second)
    return replace(
        strong,
        form=max(first.form, second.form, key=_FORM.index),
        copies=max(first.copies, second.copies),
        original_seen=first.original_seen or second.original_seen,
        still_shown=first.still_shown or second.still_shown,
        tolerable=first.tolerable and second.tolerable,
        replace_by=tuple(r for r in strong.replace_by if r in weak.replace_by),
        also=tuple(dict.fromkeys((*strong.also, weak.code, *weak.also))),
    )


def _rank(line: Line) -> tuple[bool, int]:
    return not line.undecided, _NEED.index(line.need)
