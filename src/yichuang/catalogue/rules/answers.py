"""Which scenario a person chose: options by id, checked against the item's questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yichuang.kit.errors import Invalid

from .conditions import Truth
from .definition import Definition, Question
from .parties import Parties, Party


@dataclass(frozen=True)
class Answers:
    """Chosen options by question. A question that is missing here was skipped."""

    definition: Definition
    chosen: dict[str, frozenset[str]]

    def ids(self) -> tuple[str, ...]:
        """In the item's order, as they are stored and handed around."""
        found: list[str] = []
        for question in self.definition.questions:
            options = self.chosen.get(question.id)
            if options is not None:
                found += [o.id for o in question.options if o.id in options] or [
                    f"{question.id}=none"
                ]
        return tuple(found)


def read_answers(definition: Definition, scenarios: Iterable[str]) -> Answers:
    """`OPTION` or `QUESTION=OPTION`; `QUESTION=none` where nothing needs to be chosen.

    Refused (422 unknown_scenario, one_only): an id the item does not have, two options of
    a question that takes one.
    """
    owner = {o.id: q for q in definition.questions for o in q.options}
    chosen: dict[str, frozenset[str]] = {}
    for scenario in scenarios:
        name, named, option = scenario.partition("=")
        question = definition.question(name) if named else owner.get(scenario)
        option = option if named else scenario
        if question and any(o.id == option for o in question.options):
            chosen[question.id] = chosen.get(question.id, frozenset()) | {option}
        elif question and option == "none" and question.may_be_none:
            chosen.setdefault(question.id, frozenset())
        else:
            raise unknown_scenario(scenario)
    for question in definition.questions:
        if not question.multiple and len(chosen.get(question.id, ())) > 1:
            text = _("“%(question)s”只能选一个。") % {"question": question.text}
            raise Invalid("one_only", text, fields={"scenarios": text})
    return Answers(definition, chosen)


def known_answers(definition: Definition, scenarios: Iterable[str]) -> Answers:
    """What a version still knows of answers given to an earlier one: the rest was skipped."""
    kept: list[str] = []
    for scenario in scenarios:
        try:
            read_answers(definition, [*kept, scenario])
        except Invalid:
            continue
        kept.append(scenario)
    return read_answers(definition, kept)


def unknown_scenario(scenario: str) -> Invalid:
    text = _("这个事项没有“%(scenario)s”这种情形。") % {"scenario": scenario[:40]}
    return Invalid("unknown_scenario", text, fields={"scenarios": text})


@dataclass(frozen=True)
class View:
    """One case as `when` sees it: answers, roles, and the facts of one party."""

    answers: Answers
    parties: Parties
    party: Party

    def chosen(self, question: str, option: str) -> Truth:
        """A question that does not arise is false; one that was skipped is not known."""
        asked = self.answers.definition.question(question)
        if asked is None:
            return False
        arises = self.arises(asked)
        picked = self.answers.chosen.get(question)
        said: Truth = None if picked is None else option in picked
        if arises is False or said is False:
            return False
        return None if arises is None or said is None else True

    def arises(self, question: Question) -> Truth:
        """Facts in a question's own `when` are the applicant's."""
        if question.when is None:
            return True
        return question.when.holds(self.seen_by(self.parties.of("applicant")[0]))

    def fact(self, name: str) -> bool | int | None:
        return self.parties.fact(self.party, name)

    def has_role(self, role: str) -> Truth:
        return self.parties.present(role)

    def seen_by(self, party: Party) -> View:
        return View(self.answers, self.parties, party)
