from datetime import date

import pytest

from yichuang.catalogue.rules import Holding, Party, Term, requirements, term_of
from yichuang.kit.errors import Invalid

from .factories import TODAY, definition, demonstration, item, material

ID_CARD = material(
    code="T-1-M02",
    name="居民身份证",
    need="required",
    replace_by=["LIC:SFZ", "SHARE:S-POP"],
    form="none",
    copies=0,
    original_seen=True,
    note="电子证照或共享核验可代替出示原件",
)


def _codes(asked):
    return [line.code for line in asked.lines]


def _conditional(**changes):
    return material(code="T-1-M03", name="证明", need="conditional", form="copy") | changes


def test_question_when_skipped_then_its_line_is_perhaps_with_that_question():
    given = definition(materials=[_conditional(when="q.why=lost")])
    asked = requirements(given, on=TODAY)
    assert [line.undecided for line in asked.lines] == [True]
    assert [(o.kind, o.name) for o in asked.lines[0].waits_for] == [("question", "why")]
    assert [q.id for q in asked.unanswered] == ["why"]
    assert asked.lines[0].why == "还不确定：如果“为什么办？”选了“丢了”，就要"


def test_question_when_answered_then_its_line_is_certain_or_gone():
    given = definition(materials=[material(), _conditional(when="q.why=lost")])
    assert _codes(requirements(given, ["lost"], on=TODAY)) == ["T-1-M01", "T-1-M03"]
    assert _codes(requirements(given, ["worn"], on=TODAY)) == ["T-1-M01"]
    assert _codes(requirements(given, ["why=worn"], on=TODAY)) == ["T-1-M01"]


def test_question_when_it_does_not_arise_then_false_and_not_asked():
    given = demonstration().items["GJJ-001"]
    asked = requirements(given, ["rent"], on=TODAY)
    assert [q.id for q in asked.unanswered] == []
    assert not {"GJJ-001-M10", "GJJ-001-M14"} & {*_codes(asked)}


def test_question_when_it_may_arise_then_waits_for_the_one_before():
    asked = requirements(demonstration().items["GJJ-001"], on=TODAY)
    notary = next(line for line in asked.lines if line.code == "GJJ-001-M10")
    assert [(o.kind, o.name) for o in notary.waits_for] == [("question", "reason")]
    assert [q.id for q in asked.unanswered] == ["reason"]


def test_none_of_these_when_chosen_then_an_answer_of_its_own():
    given = demonstration().items["MZ-002"]
    assert requirements(given, on=TODAY).perhaps
    answered = requirements(given, ["special=none"], on=TODAY)
    assert "MZ-002-M05" not in _codes(answered)
    assert not answered.unanswered


@pytest.mark.parametrize(
    ("scenarios", "code"),
    [
        (["gold"], "unknown_scenario"),
        (["why=gold"], "unknown_scenario"),
        (["when=lost"], "unknown_scenario"),
        (["why=none"], "unknown_scenario"),
        ([""], "unknown_scenario"),
        (["lost", "worn"], "one_only"),
    ],
)
def test_scenario_when_the_item_does_not_have_it_then_refused(scenarios, code):
    with pytest.raises(Invalid) as refused:
        requirements(definition(), scenarios, on=TODAY)
    assert refused.value.code == code


def test_role_when_nobody_is_told_then_perhaps_and_when_told_then_certain():
    given = definition(materials=[material(), _conditional(when="agent", party="agent")])
    assert [line.undecided for line in requirements(given, on=TODAY).lines] == [False, True]
    alone = requirements(given, parties=[Party("applicant")], complete=True, on=TODAY)
    assert _codes(alone) == ["T-1-M01"]
    with_agent = requirements(given, parties=[Party("agent")], complete=True, on=TODAY)
    assert [line.party for line in with_agent.certain] == ["applicant", "agent"]


def test_facts_when_the_party_depends_then_the_applicants():
    given = definition(
        parties={"applicant": "1", "guardian": "0..1"},
        materials=[material(), _conditional(when="fact.age<16", party="guardian")],
    )
    child = Party("applicant", facts={"age": 9})
    grown = Party("guardian", facts={"age": 40})
    assert "T-1-M03" in _codes(requirements(given, parties=[child, grown], on=TODAY))
    asked = requirements(given, parties=[Party("applicant", facts={"age": 16}), grown], on=TODAY)
    assert "T-1-M03" not in _codes(asked)


def test_facts_when_an_agent_acts_for_a_seller_then_by_agent_of_that_seller_alone():
    given = demonstration().items["SW-001"]
    sellers = [
        Party("each_seller", key="s1", facts={"org": False}),
        Party("each_seller", key="s2", facts={"org": False}),
        Party("agent", acts_for="s2"),
    ]
    asked = requirements(given, ["standard", "assessed"], sellers, complete=True, on=TODAY)
    letters = [line.party_ref for line in asked.certain if line.code == "SW-001-M12"]
    assert letters == ["s2"]
    assert "SW-001-M13" not in _codes(asked)


def test_fact_when_it_implies_another_then_both_known():
    given = demonstration().items["YB-001"]
    newborn = requirements(given, parties=[Party("applicant", facts={"no_id": True})], on=TODAY)
    assert "YB-001-M02" not in _codes(newborn)
    card = requirements(given, parties=[Party("applicant", facts={"no_card": False})], on=TODAY)
    assert "YB-001-M04" not in _codes(card)


def test_each_when_several_persons_then_one_line_each_and_when_none_then_one():
    given = definition(materials=[material(), _conditional(when="q.why=lost", party="each_heir")])
    two = [Party("each_heir", key="a"), Party("each_heir", key="b")]
    asked = requirements(given, ["lost"], two, on=TODAY)
    assert [line.party_ref for line in asked.lines] == ["applicant", "a", "b"]
    asked = requirements(given, ["lost"], on=TODAY)
    assert [line.party_ref for line in asked.lines] == ["applicant", "each_heir"]


def test_same_person_in_two_roles_then_a_paper_once_with_the_stronger_demand():
    given = demonstration().items["SJ-001"]
    parties = [
        Party("legal_rep", person="wang", facts={"org": False}),
        Party("each_officer", key="o1", person="wang"),
        Party("each_officer", key="o2", person="li"),
        Party("each_shareholder", key="h1", person="wang", facts={"org": False}),
    ]
    asked = requirements(given, ["own", "plain"], parties, complete=True, on=TODAY)
    cards = [line for line in asked.lines if line.name == "居民身份证"]
    assert [line.person for line in cards] == ["wang", "li"]
    assert {"SJ-001-M03", "SJ-001-M11"} <= {*cards[0].also, cards[0].code}


def test_same_person_when_one_line_takes_fewer_replacements_then_those_alone():
    shown = ID_CARD | {
        "code": "T-1-M05",
        "party": "agent",
        "replace_by": ["LIC:SFZ"],
        "form": "copy",
    }
    given = definition(materials=[ID_CARD, shown])
    parties = [Party("applicant", person="x"), Party("agent", person="x")]
    line = requirements(given, parties=parties, on=TODAY).lines[0]
    assert (line.replace_by, line.form, line.also) == (("LIC:SFZ",), "copy", ("T-1-M05",))


@pytest.mark.parametrize("kind", ["passport", "taiwan_permit", "temporary_id", "household"])
def test_identity_when_another_paper_then_that_one_is_shown(kind):
    given = definition(materials=[ID_CARD])
    held = [Holding("LIC:SFZ")]
    other = Party("applicant", identity_type=kind)
    line = requirements(given, parties=[other], holdings=held, on=TODAY).lines[0]
    assert (line.instead, line.replace_by, line.fulfilled_by) == (kind, (), "")
    card = Party("applicant", identity_type="resident_id")
    line = requirements(given, parties=[card], holdings=held, on=TODAY).lines[0]
    assert (line.instead, line.fulfilled_by) == ("", "LIC:SFZ")


@pytest.mark.parametrize(
    ("holding", "by"),
    [
        (Holding("LIC:SFZ"), "LIC:SFZ"),
        (Holding("LIC:SFZ", valid_until=TODAY), "LIC:SFZ"),
        (Holding("LIC:SFZ", valid_until=date(2026, 11, 22)), ""),
        (Holding("LIC:SFZ", party="agent"), ""),
        (Holding("LIC:HKB"), ""),
        (Holding("SHARE:S-POP", answers_for=("居民身份证",)), "SHARE:S-POP"),
        (Holding("SHARE:S-POP", answers_for=("居民户口簿",)), ""),
    ],
)
def test_holding_when_it_covers_the_line_of_the_same_party_then_fulfilled(holding, by):
    line = requirements(definition(materials=[ID_CARD]), holdings=[holding], on=TODAY).lines[0]
    assert line.fulfilled_by == by
    assert line.demanded is (by == "")


def test_original_when_the_item_does_not_say_so_then_still_shown():
    silent = ID_CARD | {"note": "读卡核验"}
    held = [Holding("LIC:SFZ")]
    assert (
        requirements(definition(materials=[silent]), holdings=held, on=TODAY).lines[0].still_shown
    )
    said = requirements(definition(materials=[ID_CARD]), holdings=held, on=TODAY)
    assert not said.lines[0].still_shown


def test_stop_when_certain_then_instead_of_a_list_and_when_unknown_then_beside_it():
    given = demonstration().items["SJ-004"]
    early = [Party("applicant", facts={"notice_over": False})]
    asked = requirements(given, parties=early, on=TODAY)
    assert [stop.outcome for stop in asked.stops] == ["not_yet"]
    assert asked.lines == ()
    unknown = requirements(given, on=TODAY)
    assert unknown.lines
    assert not unknown.stops
    assert [stop.outcome for stop in unknown.perhaps_stops] == ["not_yet"]


@pytest.mark.parametrize(
    ("scenarios", "expected"),
    [
        ([], Term(7, "working_day", "received")),
        (["normal"], Term(7, "working_day", "received")),
        (["urgent"], Term(5, "working_day", "received")),
    ],
)
def test_limit_when_a_variant_holds_then_it_replaces_the_days(scenarios, expected):
    given = demonstration().items["GA-CR-001"]
    assert term_of(given, given.promise_limit, scenarios) == expected
    statute = term_of(given, given.statutory_limit, ["urgent"])
    assert statute == Term(5, "working_day", "received")


def test_natural_days_when_compared_then_five_sevenths_rounded_down():
    assert [Term(n, "natural_day", "accepted").working_days for n in (3, 15, 60)] == [2, 10, 42]


def test_optional_when_listed_then_not_demanded():
    given = definition(
        materials=[material(), material(code="T-1-M09", name="照片", need="optional")]
    )
    lines = requirements(given, on=TODAY).lines
    assert [line.demanded for line in lines] == [True, False]
    assert all(line.why for line in lines)


def test_item_of_a_list_when_asked_then_no_lines_and_no_error():
    asked = requirements(definition(questions=[], materials=[material()]), on=TODAY)
    assert asked.unanswered == ()
    assert item()["materials"]
