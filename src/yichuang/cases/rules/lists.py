"""A case's list: what a line says before anybody marked it, and a list computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalogue.rules import Line, RequirementList

from .marks import BLANK


def base_state(line: Line) -> str:
    """What the computation alone says of a line."""
    if line.fulfilled_by:
        return "shared"
    return "undecided" if line.undecided else "required"


def frozen(line: Line) -> dict[str, Any]:
    """The line as JSON, kept with the case; whose document it is stands in the party."""
    kept = {name: value for name, value in vars(line).items() if name != "person"}
    kept["waits_for"] = [vars(opening).copy() for opening in line.waits_for]
    return kept | {"replace_by": list(line.replace_by), "also": list(line.also)}


def is_marked(row: Any) -> bool:
    """Somebody said what is with it; putting it back to blank is no mark."""
    return row.marked_at is not None and row.state not in BLANK


@dataclass(frozen=True)
class Recomputed:
    """What becomes of stored rows when the list is computed anew."""

    kept: list[tuple[Any, Line, str]]  # row, its line now, its state
    added: list[Line]
    dropped: list[Any]  # never marked: deleted
    retired: list[Any]  # marked before: kept as not applicable


def recompute(rows: Sequence[Any], found: RequirementList) -> Recomputed:
    """Marks stay where the line stays (domain.md §3)."""
    stored: Mapping[tuple[str, str], Any] = {(r.code, r.party_ref): r for r in rows}
    kept, added = [], []
    for line in found.lines:
        row = stored.get((line.code, line.party_ref))
        if row is None:
            added.append(line)
        else:
            kept.append((row, line, row.state if is_marked(row) else base_state(line)))
    named = {(line.code, line.party_ref) for line in found.lines}
    gone = [row for key, row in stored.items() if key not in named]
    return Recomputed(
        kept,
        added,
        dropped=[r for r in gone if not r.marked_at],
        retired=[r for r in gone if r.marked_at],
    )
