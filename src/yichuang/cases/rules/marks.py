"""What a worker may say of a line, what it is worth as proof, and which lines are gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kit.errors import Invalid, Refused

KINDS = ("person", "organisation")
GRADES = ("A", "B", "C", "D")
NOT_BROUGHT = gettext_lazy("未带")

# domain.md §3; the words of the UI.
REQUIREMENT_STATES = {
    "not_applicable": gettext_lazy("不适用"),
    "undecided": gettext_lazy("还不确定"),
    "required": gettext_lazy("要交"),
    "shared": gettext_lazy("已共享取得"),
    "checked_elsewhere": gettext_lazy("外部系统已核"),
    "provided": gettext_lazy("已提交"),
    "checked": gettext_lazy("已收"),
    "rejected": gettext_lazy("缺"),
    "deferred": gettext_lazy("容缺"),
    "committed": gettext_lazy("已承诺"),
    "waived": gettext_lazy("免交"),
    "produced": gettext_lazy("一件事内产生"),
}
# Set by a mark, never by the computation of the list alone.
MARKED = ("checked_elsewhere", "provided", "checked", "rejected", "waived")
# They need an undertaking, a commitment or a package, which come with their documents.
NOT_OFFERED = ("deferred", "committed", "produced")
BLANK = ("not_applicable", "undecided", "required")
_GAPS = ("undecided", "required", "rejected", "deferred", "committed")
# A issued by an agency · B verified at a counter · C handed in, original to be checked ·
# D self-made and promised.
_GRADE = {
    "shared": "A",
    "produced": "A",
    "checked": "B",
    "checked_elsewhere": "B",
    "provided": "C",
    "committed": "D",
}


@dataclass(frozen=True)
class Mark:
    """What a worker says of one line, named by its id, or by code and party."""

    state: str
    id: str = ""
    code: str = ""
    party: str = ""
    reason: str = ""
    evidence: str = ""


class Row(Protocol):
    """A stored requirement, as far as the rules look at it."""

    code: str
    party_ref: str
    optional: bool
    state: str
    reason: str
    line: Any


def grade_of(state: str) -> str:
    return _GRADE.get(state, "")


def checked_mark(mark: Mark, row: Row) -> Mark:
    """The mark as it is stored. A rejected line without a reason was not brought.

    Refused: a state that is not offered here, sharing where no licence or share replaces
    the line, checked elsewhere without naming where, a waiver without its basis.
    """
    name = row.line["name"]
    if mark.state not in REQUIREMENT_STATES or mark.state == "not_applicable":
        raise Invalid(
            "unknown_state", _("没有“%(state)s”这种材料状态。") % {"state": mark.state[:20]}
        )
    if mark.state in NOT_OFFERED:
        raise Refused(
            "not_offered",
            _("“%(name)s”还不能这样办：容缺、承诺和一件事要先出具文书。") % {"name": name},
            state=mark.state,
        )
    if mark.state == "undecided" and not row.line["undecided"]:
        raise Refused("not_undecided", _("“%(name)s”已经确定要交。") % {"name": name})
    if mark.state == "shared" and not any(
        r.startswith(("LIC:", "SHARE:")) for r in row.line["replace_by"]
    ):
        raise Refused("not_replaceable", _("“%(name)s”没有可用的电子证照或共享。") % {"name": name})
    if mark.state == "checked_elsewhere" and not mark.evidence:
        raise Invalid("evidence_needed", _("请写明在哪个系统、谁核的：%(name)s") % {"name": name})
    reason = mark.reason or (str(NOT_BROUGHT) if mark.state == "rejected" else "")
    if mark.state == "waived" and not reason:
        raise Invalid("reason_needed", _("请写明免交的依据：%(name)s") % {"name": name})
    return Mark(mark.state, mark.id, row.code, row.party_ref, reason, mark.evidence)


def is_gap(row: Row) -> bool:
    return row.state in _GAPS and not row.optional


def gaps(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Every gap at once: what is missing, of whom, and why it is one."""
    return [
        {
            "code": row.code,
            "name": row.line["name"],
            "party": row.party_ref,
            "state": row.state,
            "reason": row.reason or str(REQUIREMENT_STATES[row.state]),
        }
        for row in rows
        if is_gap(row)
    ]
