"""Materials as the desk shows them: keys 1–9 in pages of nine, what is open, what is perhaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.cases.rules import REQUIREMENT_STATES, paper_names, party_names
from yichuang.catalogue.models import Item
from yichuang.catalogue.rules import known_answers, requirements
from yichuang.kit.clock import hall_day
from yichuang.tickets.models import Ticket

from .facts import facts_asked

if TYPE_CHECKING:
    from .screen import Screen

PAGE = 9
FORMS = {
    "original": gettext_lazy("收原件"),
    "copy": gettext_lazy("收复印件"),
    "e-form": gettext_lazy("当场填表"),
    "electronic": gettext_lazy("收电子件"),
    "none": gettext_lazy("看一看，不收"),
}
# Why a material is missing; the first is taken unless another is chosen.
REASONS = (
    gettext_lazy("未带"),
    gettext_lazy("过期"),
    gettext_lazy("看不清"),
    gettext_lazy("和证件不一致"),
    gettext_lazy("没签字或盖章"),
    gettext_lazy("要原件"),
)


@dataclass
class Paper:
    code: str
    party: str
    party_name: str
    name: str
    text: str
    why: str
    state: str = "required"
    state_name: str = ""
    reason: str = ""
    replace: bool = False
    optional: bool = False
    marked_at: datetime | None = None
    key: str = ""
    page: int = 1
    group: str = ""  # the party's name where a new party begins
    current: bool = False
    waits: str = ""  # what is asked before it is known whether it applies
    title: str = ""  # the name, with its party's where another has such a paper too

    @property
    def reasons(self) -> list[tuple[str, bool]]:
        words = [str(word) for word in REASONS]
        if self.reason and self.reason not in words:
            words.append(self.reason)
        return [(word, word == self.reason) for word in words]

    @property
    def free(self) -> bool:
        return self.state in ("shared", "waived", "produced")


def case_papers(screen: Screen) -> None:
    """Of an opened case: stored lines with their marks."""
    assert screen.case is not None
    found = []
    for row in screen.case.listed:
        paper = _paper(row.code, row.party_ref, row.line)
        paper.state, paper.reason, paper.marked_at = row.state, row.reason, row.marked_at
        paper.state_name = str(REQUIREMENT_STATES[row.state])
        found.append((paper, row.state == "undecided"))
    screen.questions = screen.shown["unanswered"]
    screen.facts = facts_asked(screen)
    screen.stops = list(screen.case.stops)
    _add(screen, found)


def preview_papers(screen: Screen, ticket: Ticket, item: Item, now: datetime) -> None:
    """Of a matter without a case: what the rules ask, before anybody has marked it."""
    assert screen.definition is not None
    day = hall_day(now, ticket.hall.timezone)
    given = ticket.scenarios if item == ticket.item else ()
    chosen = known_answers(screen.definition, given).ids()
    found = requirements(screen.definition, chosen, [], on=day, complete=True)
    lines = [
        (_paper(line.code, line.party_ref, vars(line)), line.undecided) for line in found.lines
    ]
    screen.questions = [
        {
            "id": question.id,
            "text": question.text,
            "multiple": question.multiple,
            "options": [{"id": o.id, "text": o.text} for o in question.options],
        }
        for question in found.unanswered
    ]
    screen.stops = [{"outcome": s.outcome, "text": s.text, "sure": True} for s in found.stops]
    _add(screen, lines)


def _add(screen: Screen, found: list[tuple[Paper, bool]]) -> None:
    """Each and whether it is undecided; all of them together, with those who are registered, say
    whose name must be told. A person's card has the same number as their papers."""
    papers = [paper for paper, _undecided in found]
    cards = screen.shown.get("parties") or []
    registered = [(card["ref"], card["role_name"]) for card in cards]
    asked = [(paper.party, paper.party_name) for paper in papers]
    titles = paper_names([(p.name, p.party, p.party_name) for p in papers], registered)
    known = party_names([*registered, *asked])
    for card in cards:
        card["role_name"] = known[card["ref"]]
    for (paper, undecided), title in zip(found, titles, strict=True):
        paper.title, paper.party_name = title, known[paper.party]
        (screen.perhaps if undecided else screen.papers).append(paper)
    _number(screen.papers)


def _paper(code: str, party: str, line: dict[str, Any]) -> Paper:
    told = [str(FORMS.get(line["form"], ""))]
    if line["copies"] > 1:
        told.append(_("%(n)s 份") % {"n": line["copies"]})
    if line["original_seen"] and line["form"] == "copy":
        told.append(_("看原件"))
    if line.get("note"):
        told.append(line["note"])
    optional = line["need"] == "optional"
    if optional:
        told.insert(0, _("可不交"))
    replace = any(str(r).startswith(("LIC:", "SHARE:")) for r in line["replace_by"])
    paper = Paper(
        code,
        party,
        line["party_name"] or "",
        line["name"],
        _("，").join(t for t in told if t),
        line["why"],
        replace=replace,
        optional=optional,
    )
    opens = [o if isinstance(o, dict) else vars(o) for o in line["waits_for"]]
    paper.waits = "、".join(dict.fromkeys(o["text"] for o in opens))
    return paper


def _number(papers: list[Paper]) -> None:
    """Keys, the first of each party on each page where there are several, and the one to look at now."""
    several = len({paper.party for paper in papers}) > 1
    before = ("", 0)
    waiting = True
    for position, paper in enumerate(papers):
        paper.page, paper.key = position // PAGE + 1, str(position % PAGE + 1)
        if several and (paper.party, paper.page) != before:
            paper.group = paper.party_name
        before = paper.party, paper.page
        if waiting and paper.state == "required":
            paper.current, waiting = True, False
