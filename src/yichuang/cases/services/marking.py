"""Marking materials: several at once, all or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
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
# A digit goes from received over missing to blank: what stood so short was told to nobody.
PASSING = timedelta(seconds=20)


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
    changed: dict[UUID, Requirement] = {}
    for mark in marks:
        row = _named(rows, mark)
        if row is None or row.state == "not_applicable":
            raise _unknown(_("这件办件没有这一项材料。"))
        if row.id in changed:
            raise _unknown(_("同一项材料标了两次：%(name)s") % {"name": row.line["name"]})
        changed[row.id] = row
        _set(row, checked_mark(mark, row), actor, now)
    return list(changed.values())


def _named(rows: Sequence[Requirement], mark: Mark) -> Requirement | None:
    """By id; else by code, and by party where several give the same."""
    if mark.id:
        return next((row for row in rows if str(row.id) == mark.id.lower()), None)
    named = [row for row in rows if row.code == mark.code and mark.party in ("", row.party_ref)]
    return named[0] if len(named) == 1 else None


def _set(row: Requirement, mark: Mark, actor: Actor, now: datetime) -> None:
    """What was rejected stays known as a mistake; what a key only passed through was none."""
    if mark.state == "rejected":
        row.rejected_for = mark.reason
    elif row.state == "rejected" and row.marked_at and now - row.marked_at < PASSING:
        row.rejected_for = ""
    row.state, row.reason, row.evidence = mark.state, mark.reason, mark.evidence
    row.grade = grade_of(mark.state)
    row.marked_by, row.marked_at = actor.ref, now


def _unknown(text: str) -> Invalid:
    return Invalid("unknown_requirement", text, fields={"marks": text})
