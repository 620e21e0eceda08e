"""Every `when` of the demonstration catalogue: true, false and unknown, each reached, and in
every world the same as the second reading in kleene.py."""

import sys
from itertools import product

import pytest

from yichuang.catalogue.rules.answers import View, read_answers
from yichuang.catalogue.rules.parties import Party, as_parties

from . import factories, kleene, worlds

ITEMS = sorted(factories.demonstration().items)


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


@pytest.mark.parametrize("code", ITEMS)
def test_when_in_every_world_then_true_false_and_unknown_are_reached(code):
    definition = factories.demonstration().items[code]
    for name, when, owner in _whens(definition):
        reached = set()
        asked = [q for q in definition.questions if _reads(definition, when.text, q.id)]
        facts = [f for f in worlds.facts_of(definition, every=True) if set(f) <= _facts(when.text)]
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
        assert reached == {True, False, None}, (name, when.text, reached)


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


def test_whens_when_counted_then_all_are_covered(capsys):
    total = sum(len(list(_whens(d))) for d in factories.demonstration().items.values())
    with capsys.disabled():
        sys.stdout.write(f"\n{total} conditions, each true, false and unknown\n")
    assert total == 257
