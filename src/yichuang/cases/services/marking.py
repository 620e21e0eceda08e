"""Marking materials: several at once, all or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import Invalid, Refused
from yichuang.kit.events import write

from .. import events
from ..models import Case, Requirement
from ..permissions import RECEIVE
from ..rules import Mark, checked_mark, grade_of, is_gap
from ..storing import save_marks
from .context import hall_of, locked_case, requirements_of

# A result is out: what was checked for it is not rewritten.
_OPEN = ("draft", "received", "accepted")
MOST = 400


def mark_requirements(
    *, actor: Actor, now: datetime, case: Case | UUID, marks: Sequence[Mark]
) -> Case:
    """Every mark, or none of them. The case comes back with `.listed`.

    Refused: 403; 404 of another hall; 409 not_allowed after the decision, and what
    rules.checked_mark refuses; 422 for a line that the case has not, or named twice.
    """
    actor.require(RECEIVE)
    with write(hall_of(actor)) as w:
        found = locked_case(case, actor, RECEIVE)
        if found.state not in _OPEN:
            raise Refused("not_allowed", _("已经决定，不能再改材料。"), state=found.state)
        rows = requirements_of(found)
        changed = apply_marks(rows, marks, actor=actor, now=now)
        found.version += 1
        save_marks(found, changed)
        w.add(
            events.MARKED,
            subject=found.id,
            actor=actor,
            now=now,
            version=found.version,
            data={
                "states": dict(Counter(row.state for row in changed)),
                "gaps": sum(is_gap(row) for row in rows),
            },
        )
    found.listed = rows
    return found


def apply_marks(
    rows: Sequence[Requirement], marks: Sequence[Mark], *, actor: Actor, now: datetime
) -> list[Requirement]:
    """Set on unsaved or loaded rows; those that were named."""
    if len(marks) > MOST:
        raise _unknown(_("一次标记的材料太多。"))
    by_id = {str(row.id): row for row in rows}
    by_name = {(row.code, row.party_ref): row for row in rows}
    by_code: dict[str, list[Requirement]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    changed: dict[UUID, Requirement] = {}
    for mark in marks:
        row = by_id.get(mark.id) if mark.id else by_name.get((mark.code, mark.party))
        if row is None and mark.code and not mark.party and len(by_code.get(mark.code, ())) == 1:
            row = by_code[mark.code][0]
        if row is None or row.state == "not_applicable":
            raise _unknown(_("这件办件没有这一项材料。"))
        if row.id in changed:
            raise _unknown(_("同一项材料标了两次：%(name)s") % {"name": row.line["name"]})
        changed[row.id] = row
        _set(row, checked_mark(mark, row), actor, now)
    return list(changed.values())


def _set(row: Requirement, mark: Mark, actor: Actor, now: datetime) -> None:
    row.state, row.reason, row.evidence = mark.state, mark.reason, mark.evidence
    row.grade = grade_of(mark.state)
    row.marked_by, row.marked_at = actor.ref, now


def _unknown(text: str) -> Invalid:
    return Invalid("unknown_requirement", text, fields={"marks": text})
