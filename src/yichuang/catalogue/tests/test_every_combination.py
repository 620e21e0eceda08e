"""Every combination of every item: the list is total, minimal, and says why."""

import pytest
from django.utils import translation

from yichuang.catalogue.rules import Party, requirements
from yichuang.catalogue.rules.definition import Stop, Vocabulary

from . import factories, kleene, worlds

ITEMS = sorted(factories.demonstration().items)


def _parties(roles, facts):
    return [Party("applicant", facts=facts), *(Party(r, facts=facts) for r in sorted(roles))]


def _expected(definition, atom):
    """Codes that a condition does not exclude, and those that it leaves open."""
    values = {
        m.code: True if m.when is None else kleene.value_of(m.when.text, atom)
        for m in definition.materials
    }
    return {c for c, v in values.items() if v is not False}, {
        c for c, v in values.items() if v is None
    }


@pytest.mark.parametrize("code", ITEMS)
def test_requirements_in_every_combination_then_total_minimal_and_reasoned(code, record_property):
    definition = factories.demonstration().items[code]
    facts = list(worlds.facts_of(definition))
    roles = list(worlds.roles_of(definition))
    checked = 0
    with translation.override(None):  # looking sentences up is a third of the time
        for picked in worlds.scenarios(definition):
            for present, complete in roles:
                for known in facts:
                    _check(definition, picked, present, complete, known)
                    checked += 1
    record_property(
        f"counted: combinations of {len(ITEMS)} items: lists total and minimal", checked
    )


def _check(definition, picked, present, complete, known):
    asked = requirements(
        definition,
        worlds.ids(picked),
        _parties(present, known),
        on=factories.TODAY,
        complete=complete,
    )
    seen = present | {"applicant"}
    own = kleene.reader(definition, picked, seen, complete, known, known)
    stopped = [s for s in definition.stops if kleene.value_of(s.when.text, own) is True]
    assert [s.text for s in asked.stops] == [s.text for s in stopped]
    if stopped:
        assert asked.lines == ()
        return
    assert asked.lines, "neither a list nor a stop"
    codes = {code for line in asked.lines for code in (line.code, *line.also)}
    here = _of_known_parties(definition, picked, present, complete, known)
    assert codes == here[0]
    assert {line.code for line in asked.lines if line.undecided} == here[1]
    assert all(line.why for line in asked.lines)
    assert all(line.waits_for for line in asked.lines if line.undecided)
    once = [(line.name, line.party_ref) for line in asked.lines]
    assert len(once) == len(set(once))


_DEPEND = {"spouse", "guardian", "agent", "companion", "handler"}
_DEPEND |= {"legal_rep", "father", "mother", "employer"}


def _of_known_parties(definition, picked, present, complete, known):
    """Facts are known of the applicant, of those who depend on one, and of whoever is named."""
    demanded, opened = set(), set()
    for material in definition.materials:
        told = material.party in {"applicant", "each_heir", *_DEPEND, *present}
        facts = known if told else {}
        seen = present | {"applicant"}
        atom = kleene.reader(definition, picked, seen, complete, facts, known)
        value = True if material.when is None else kleene.value_of(material.when.text, atom)
        demanded |= {material.code} if value is not False else set()
        opened |= {material.code} if value is None else set()
    return demanded, opened


def test_combinations_when_counted_then_every_subset_of_facts_is_in_them():
    scenarios = every = 0
    for definition in factories.demonstration().items.values():
        assert not worlds.sampled(definition), "say in the count that it is a sample"
        picked = sum(1 for _ in worlds.scenarios(definition))
        facts = sum(1 for _ in worlds.facts_of(definition))
        scenarios += picked
        every += picked * facts * sum(1 for _ in worlds.roles_of(definition))
    assert (scenarios, every) == (436, 15212)


def test_facts_when_two_yes_or_no_then_every_subset_with_every_value():
    asks = [{"when": f"fact.{f}", "outcome": "not_yet", "text": f} for f in ("no_card", "married")]
    told = list(worlds.facts_of(factories.definition(stops=asks)))
    assert len(told) == 9
    assert {frozenset(facts) for facts in told} == {
        frozenset(),
        frozenset({"no_card"}),
        frozenset({"married"}),
        frozenset({"no_card", "married"}),
    }


def test_facts_when_too_many_for_every_subset_then_the_same_sample_each_time():
    names = [f"f{n}" for n in range(8)]
    definition = factories.definition().model_copy(
        update={
            "stops": tuple(_stop(name) for name in names),
            "vocabulary": Vocabulary(facts={n: {"type": "bool", "text": n} for n in names}),
        }
    )
    assert worlds.sampled(definition)
    told = list(worlds.facts_of(definition))
    assert told == list(worlds.facts_of(definition))
    assert len(told) < worlds.MOST * 1.1
    assert {} in told
    assert all({name: value} in told for name in names for value in (True, False))
    assert any(len(facts) == len(names) for facts in told)


def _stop(name):
    return Stop(when=f"fact.{name}", outcome="not_yet", text=name)
