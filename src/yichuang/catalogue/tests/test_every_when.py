"""Every `when` of the demonstration catalogue, packages too: true, false and unknown, each
reached, and in every world the same as the second reading in kleene.py."""

from functools import cache
from itertools import product

import pytest
import yaml

from yichuang.catalogue.rules import Definition
from yichuang.catalogue.rules.answers import View, read_answers
from yichuang.catalogue.rules.parties import Party, as_parties

from . import factories, kleene, worlds


@cache
def _subjects():
    """Items, and packages as an item whose stops are the conditions of the steps."""
    catalogue = factories.demonstration()
    facts = {name: dict(words) for name, words in catalogue.register.facts.items()}
    packages = {
        package.id: Definition(
            id=package.id,
            name=package.name,
            parties={"applicant": "1"},
            questions=package.questions,
            stops=[
                {"when": step.when, "outcome": "not_yet", "text": step.ref}
                for step in package.steps
                if step.when
            ],
            vocabulary={"facts": facts},
        )
        for package in catalogue.packages.values()
    }
    return catalogue.items | packages


SUBJECTS = sorted(_subjects())


def _world(definition, owner, picked, roles, complete, facts):
    """The rules' view of a line of `owner`, whose facts these are."""
    parties = [Party("applicant", facts=facts), *(Party(role, facts=facts) for role in roles)]
    everyone = as_parties(definition, parties, complete)
    view = View(read_answers(definition, worlds.ids(picked)), everyone, everyone.of("applicant")[0])
    return view.seen_by(Party(owner, facts=facts))


def _whens(definition):
    yield from ((m.code, m.when, m.party) for m in definition.materials if m.when)
    yield from ((q.id, q.when, "applicant") for q in definition.questions if q.when)
    yield from ((s.outcome, s.when, "applicant") for s in definition.stops)
    limits = (*definition.promise_limit.variants, *definition.statutory_limit.variants)
    yield from (("limit", v.when, "applicant") for v in limits)


@pytest.mark.parametrize("code", SUBJECTS)
def test_when_in_every_world_then_true_false_and_unknown_are_reached(code, record_property):
    definition = _subjects()[code]
    known_facts = list(worlds.facts_of(definition))
    seen = 0
    for name, when, owner in _whens(definition):
        reached = _reached(definition, name, when, owner, known_facts)
        assert reached == {True, False, None}, (name, when.text, reached)
        seen += 1
    record_property("counted: conditions × 3 values", seen)


def _reached(definition, name, when, owner, known_facts):
    reached = set()
    asked = [q for q in definition.questions if _reads(definition, when.text, q.id)]
    facts = [f for f in known_facts if set(f) <= _facts(when.text)]
    roles = [(r & _split(when.text), c) for r, c in worlds.roles_of(definition)]
    roles = list(dict.fromkeys((frozenset(r), c) for r, c in roles))
    for picks in product(*(worlds.choices(q) for q in asked)):
        picked = dict(zip([q.id for q in asked], picks, strict=True))
        for (present, complete), known in product(roles, facts):
            view = _world(definition, owner, picked, present, complete, known)
            seen = {p.role for p in view.parties.known}
            atom = kleene.reader(definition, picked, seen, complete, known, known)
            expected = kleene.value_of(when.text, atom)
            assert when.holds(view) is expected, (name, when.text, picked, present, known)
            reached.add(expected)
    return reached


def _reads(definition, text, question):
    if f"q.{question}=" in text:
        return True
    parents = [q.when.text for q in definition.questions if q.when and f"q.{q.id}=" in text]
    return any(f"q.{question}=" in parent for parent in parents)


def _facts(text):
    return {w.partition(".")[2] for w in _split(text) if w.startswith("fact.")}


def _split(text):
    for sign in "()&|<>=":
        text = text.replace(sign, " ")
    return {*text.split(), "agent"}


def test_whens_when_counted_then_as_many_as_stand_in_the_file():
    whens = sum(len(list(_whens(definition))) for definition in _subjects().values())
    written = yaml.load(factories.FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert whens == sum(_written([written["items"], written["packages"]])) == 267


def _written(part):
    if isinstance(part, dict):
        yield "when" in part
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for each in inner:
        yield from _written(each)
