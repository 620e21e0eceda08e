"""What is asked of one case: a pure function of version, scenario, parties, holdings, date.

Total: every combination gives lines or a stop. Minimal: a line stands only where its need
or its condition demands it, and one natural person shows a document once. Every line says
why. Rules: domain.md §3 and meta.codes of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from .answers import View, read_answers
from .definition import Definition, Material, Question
from .identity import shown_instead
from .merging import merged
from .opens import Open, opens_of
from .parties import Holding, Party, as_parties
from .words import condition_words


@dataclass(frozen=True)
class Line:
    """One document of one party. `need` is the catalogue's; `undecided` says 'perhaps'."""

    code: str
    name: str
    party: str
    party_ref: str
    party_name: str
    person: str
    need: str
    undecided: bool
    form: str
    copies: int
    original_seen: bool
    replace_by: tuple[str, ...]
    why: str
    note: str
    source: str
    tolerable: bool
    carried: bool
    instead: str = ""
    fulfilled_by: str = ""
    still_shown: bool = False
    waits_for: tuple[Open, ...] = ()
    also: tuple[str, ...] = ()
    on_condition: bool = False  # and `why` tells that condition, not the need

    @property
    def optional(self) -> bool:
        return self.need == "optional"

    @property
    def demanded(self) -> bool:
        """Asked for certain and not yet there by sharing or licence."""
        return not self.undecided and not self.optional and not self.fulfilled_by


@dataclass(frozen=True)
class StopSign:
    outcome: str
    text: str


@dataclass(frozen=True)
class RequirementList:
    lines: tuple[Line, ...]
    stops: tuple[StopSign, ...]
    perhaps_stops: tuple[StopSign, ...]
    unanswered: tuple[Question, ...]
    open_facts: tuple[Open, ...]

    @property
    def certain(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.undecided)

    @property
    def perhaps(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.undecided)


def requirements(
    definition: Definition,
    scenarios: Iterable[str] = (),
    parties: Sequence[Party] = (),
    holdings: Sequence[Holding] = (),
    *,
    on: date,
    complete: bool = False,
) -> RequirementList:
    """`complete`: `parties` names all there are, so a role that is not in it is absent.

    Refused (422): a scenario that the item does not have.
    """
    answers = read_answers(definition, scenarios)
    everyone = as_parties(definition, parties, complete)
    view = View(answers, everyone, everyone.of("applicant")[0])
    stops = {value: _stops(definition, view, value) for value in (True, None)}
    lines = () if stops[True] else _lines(definition, view, holdings, on)
    waiting = dict.fromkeys(o for line in lines for o in line.waits_for if o.kind == "fact")
    return RequirementList(
        lines=lines,
        stops=stops[True],
        perhaps_stops=() if stops[True] else stops[None],
        unanswered=unanswered(definition, view),
        open_facts=tuple(waiting),
    )


def unanswered(definition: Definition, view: View) -> tuple[Question, ...]:
    """Questions that arise for certain and were skipped."""
    return tuple(
        q
        for q in definition.questions
        if q.id not in view.answers.chosen and view.arises(q) is True
    )


def _stops(definition: Definition, view: View, value: bool | None) -> tuple[StopSign, ...]:
    found = (stop for stop in definition.stops if stop.when.holds(view) is value)
    return tuple(StopSign(stop.outcome, stop.text) for stop in found)


def _lines(
    definition: Definition, view: View, holdings: Sequence[Holding], on: date
) -> tuple[Line, ...]:
    found = []
    for material in definition.materials:
        for party in view.parties.of(material.party):
            line = _line(definition, material, view.seen_by(party))
            if line:
                found.append(line)
    return tuple(_fulfilled(line, holdings, on) for line in merged(found))


def _line(definition: Definition, material: Material, view: View) -> Line | None:
    holds = material.when.holds(view) if material.when else True
    if holds is False:
        return None
    instead, replace_by = shown_instead(material, view.party)
    return Line(
        code=material.code,
        name=material.name,
        party=material.party,
        party_ref=view.party.ref,
        party_name=definition.role_name(material.party),
        person=view.party.person,
        need=material.need,
        undecided=holds is None,
        form=material.form,
        copies=material.copies,
        original_seen=material.original_seen,
        replace_by=replace_by,
        why=_why(definition, material, holds is None),
        note=material.note or "",
        source=material.source,
        tolerable=material.tolerable,
        carried=material.carried,
        instead=instead,
        still_shown=not material.seen_by_replacement,
        waits_for=opens_of(definition, material.when, view) if holds is None else (),
        on_condition=material.when is not None,
    )


def _why(definition: Definition, material: Material, undecided: bool) -> str:
    """The condition where there is one, else the basis."""
    if material.when:
        words = {"words": condition_words(material.when.node, definition)}
        said = _("还不确定：如果%(words)s，就要") if undecided else _("因为%(words)s")
        return said % words
    if material.need == "optional":
        return _("不是必要材料，可以不交")
    basis = material.basis or "、".join(definition.legal_basis[:1])
    return _("办这件事都要；依据：%(basis)s") % {"basis": basis} if basis else _("办这件事都要")


def _fulfilled(line: Line, holdings: Sequence[Holding], on: date) -> Line:
    """A replacement covers the whole line of the same party; the first that fits is told."""
    for kind in line.replace_by:
        for held in holdings:
            if held.kind == kind and held.replaces(line.name, line.party_ref, on):
                return replace(line, fulfilled_by=kind)
    return line
