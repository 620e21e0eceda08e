"""Materials as the desk shows them: keys 1–9 in pages of nine, what is open, what is perhaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yichuang.catalogue import queries as catalogue
from yichuang.catalogue.rules import Line, requirements
from yichuang.cases.rules import REQUIREMENT_STATES
from yichuang.kit.clock import hall_day
from yichuang.tickets.models import Ticket

if TYPE_CHECKING:
    from .screen import Screen

PAGE = 9
FORMS = {
    "original": _("收原件"),
    "copy": _("收复印件"),
    "e-form": _("填表"),
    "electronic": _("收电子件"),
    "none": _("看原件，不收"),
}


@dataclass
class Paper:
    code: str
    party: str
    name: str
    text: str
    state: str = "required"
    state_name: str = ""
    reason: str = ""
    replace: bool = False
    key: str = ""
    page: int = 1


def case_papers(screen: Screen) -> None:
    """Of an opened case: stored lines with their marks."""
    assert screen.case is not None
    for row in screen.case.listed:
        paper = _paper(row.code, row.party_ref, row.line)
        paper.state, paper.reason = row.state, row.reason
        paper.state_name = str(REQUIREMENT_STATES[row.state])
        (screen.perhaps if row.state == "undecided" else screen.papers).append(paper)
    screen.questions = screen.shown["unanswered"]
    screen.stops = list(screen.case.stops)
    _number(screen.papers)


def preview_papers(screen: Screen, ticket: Ticket, now: datetime) -> None:
    """Of a called ticket without a case: what the rules ask, before anybody has marked it."""
    if ticket.item is None:
        return
    version = catalogue.current_version(ticket.item, now)
    day = hall_day(now, ticket.hall.timezone)
    found = requirements(
        catalogue.definition_of(version), ticket.scenarios, [], on=day, complete=True
    )
    for line in found.lines:
        paper = _paper(line.code, _party_ref(line), vars(line))
        (screen.perhaps if line.undecided else screen.papers).append(paper)
    screen.stops = [{"outcome": s.outcome, "text": s.text} for s in found.stops]
    _number(screen.papers)


def _party_ref(line: Line) -> str:
    return line.party_ref


def _paper(code: str, party: str, line: dict[str, Any]) -> Paper:
    told = [line.get("party_name") or "", str(FORMS.get(line["form"], ""))]
    if line.get("note"):
        told.append(line["note"])
    text = _("，").join(t for t in told if t)
    replace = any(str(r).startswith(("LIC:", "SHARE:")) for r in line["replace_by"])
    return Paper(code, party, line["name"], text, replace=replace)


def _number(papers: list[Paper]) -> None:
    for position, paper in enumerate(papers):
        paper.page, paper.key = position // PAGE + 1, str(position % PAGE + 1)
