"""Marks: several at once, all or none."""

from __future__ import annotations

from uuid import uuid4

import pytest

from yichuang.cases import services
from yichuang.cases.models import Case, Requirement
from yichuang.cases.rules import Mark
from yichuang.kit.errors import DomainError, Forbidden, Invalid, NotFound, Refused
from yichuang.kit.events.models import Event

from .factories import BIRTH, FUND, NOW, CaseHouse

pytestmark = pytest.mark.django_db

ID_CARD, FORM = "WJ-001-M02", "WJ-001-M01"


def states(case: Case) -> dict[str, str]:
    return {r.code: r.state for r in Requirement.objects.filter(case=case)}


def test_mark_several_stores_state_grade_and_who() -> None:
    house = CaseHouse(BIRTH)
    worker, case = house.worker(), house.open()
    marks = [Mark("checked", code=FORM), Mark("rejected", code=ID_CARD)]
    marked = services.mark_requirements(actor=worker, now=NOW, case=case.id, marks=marks)
    assert states(case) == {FORM: "checked", ID_CARD: "rejected"}
    form, card = Requirement.objects.filter(case=case).order_by("order")
    assert (form.grade, form.marked_by, form.marked_at) == ("B", worker.ref, NOW)
    assert (card.grade, card.reason) == ("", "未带")
    assert marked.version == Case.objects.get(pk=case.pk).version == 2


def test_mark_back_to_blank_clears_reason_and_grade() -> None:
    house = CaseHouse(BIRTH)
    worker, case = house.worker(), house.open()
    for state in ("rejected", "required"):
        services.mark_requirements(
            actor=worker, now=NOW, case=case, marks=[Mark(state, code=ID_CARD)]
        )
    card = Requirement.objects.get(case=case, code=ID_CARD)
    assert (card.state, card.reason, card.grade) == ("required", "", "")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Mark("checked", id=str(uuid4())), "unknown_requirement"),
        (Mark("checked", id="not-an-id"), "unknown_requirement"),
        (Mark("checked", code="NO-SUCH"), "unknown_requirement"),
        (Mark("checked", code=FORM), "unknown_requirement"),  # named twice
        (Mark("eaten", code=ID_CARD), "unknown_state"),
        (Mark("not_applicable", code=ID_CARD), "unknown_state"),
        (Mark("undecided", code=ID_CARD), "not_undecided"),
        (Mark("deferred", code=ID_CARD), "not_offered"),
        (Mark("committed", code=ID_CARD), "not_offered"),
        (Mark("produced", code=ID_CARD), "not_offered"),
        (Mark("waived", code=ID_CARD), "reason_needed"),
        (Mark("checked_elsewhere", code=ID_CARD), "evidence_needed"),
    ],
)
def test_mark_with_one_wrong_changes_none(wrong: Mark, code: str) -> None:
    house = CaseHouse(BIRTH)
    worker, case = house.worker(), house.open()
    with pytest.raises(DomainError) as refused:
        services.mark_requirements(
            actor=worker, now=NOW, case=case, marks=[Mark("checked", code=FORM), wrong]
        )
    assert refused.value.code == code
    assert states(case) == {FORM: "required", ID_CARD: "required"}
    right = [Mark("checked", code=FORM), Mark("shared", code=ID_CARD, evidence="S-POP")]
    services.mark_requirements(actor=worker, now=NOW, case=case, marks=right)
    assert states(case) == {FORM: "checked", ID_CARD: "shared"}


def test_mark_as_shared_only_where_a_licence_or_share_replaces() -> None:
    house = CaseHouse(BIRTH)
    worker, case = house.worker(), house.open()
    with pytest.raises(Refused) as refused:
        services.mark_requirements(
            actor=worker, now=NOW, case=case, marks=[Mark("shared", code=FORM)]
        )
    assert refused.value.code == "not_replaceable"


def test_mark_is_for_workers_of_the_hall() -> None:
    house = CaseHouse(BIRTH)
    owner, colleague, stranger = house.worker(), house.worker(), CaseHouse(BIRTH).worker()
    case, marks = house.open(owner), [Mark("checked", code=FORM)]
    for actor, error in ((stranger, NotFound), (house.guide(), Forbidden)):
        with pytest.raises(error):
            services.mark_requirements(actor=actor, now=NOW, case=case, marks=marks)
    assert services.mark_requirements(actor=colleague, now=NOW, case=case, marks=marks)


def test_mark_takes_four_statements(django_assert_num_queries: object) -> None:
    house = CaseHouse(BIRTH)
    worker, case = house.worker(), house.open()
    with django_assert_num_queries(6):  # four of ours and the savepoint of the test around them
        services.mark_requirements(
            actor=worker, now=NOW, case=case.id, marks=[Mark("checked", code=FORM)]
        )


def test_mark_tells_states_and_gaps_without_reasons() -> None:
    house = CaseHouse(BIRTH)
    worker, case = house.worker(), house.open()
    marks = [Mark("rejected", code=ID_CARD, reason="张三的身份证过期")]
    services.mark_requirements(actor=worker, now=NOW, case=case, marks=marks)
    event = Event.objects.get(name="case.marked")
    assert (event.data, event.version) == ({"states": {"rejected": 1}, "gaps": 2}, 2)


def test_answer_questions_keeps_marks_where_the_line_stays() -> None:
    house = CaseHouse(FUND)
    worker = house.worker()
    case = house.open(worker, scenarios=["buy"])
    marks = [Mark("checked", code="GJJ-001-M02"), Mark("checked", code="GJJ-001-M03")]
    services.mark_requirements(actor=worker, now=NOW, case=case, marks=marks)
    services.answer_questions(actor=worker, now=NOW, case=case, scenarios=["retire"])
    now = states(case)
    assert now["GJJ-001-M02"] == "checked"  # stays asked
    assert now["GJJ-001-M03"] == "not_applicable"  # marked, no longer asked: kept on record
    assert now["GJJ-001-M05"] == "required"  # asked anew
    assert "GJJ-001-M08" not in now  # never marked, no longer asked
    again = services.answer_questions(actor=worker, now=NOW, case=case, scenarios=["buy"])
    assert states(again)["GJJ-001-M03"] == "required"
    assert [r.order for r in again.listed] == sorted(r.order for r in again.listed)


def test_answer_questions_with_a_fact_decides_what_was_open() -> None:
    house = CaseHouse(FUND)
    worker = house.worker()
    case = house.open(worker, scenarios=["rent"])
    assert states(case)["GJJ-001-M09"] == "undecided"
    facts = {"applicant": {"married": False}}
    services.answer_questions(actor=worker, now=NOW, case=case, scenarios=["rent"], facts=facts)
    assert "GJJ-001-M09" not in states(case)


@pytest.mark.parametrize(
    "facts",
    [{"applicant": {"height": 3}}, {"spouse": {"married": True}}, {"applicant": {"married": 3}}],
)
def test_answer_questions_refuses_facts_it_does_not_know(facts: dict) -> None:
    house = CaseHouse(FUND)
    worker = house.worker()
    case = house.open(worker)
    with pytest.raises(Invalid):
        services.answer_questions(actor=worker, now=NOW, case=case, scenarios=["rent"], facts=facts)
    assert Case.objects.get(pk=case.pk).scenarios == []


def test_outside_number_only_for_what_is_handled_elsewhere() -> None:
    house = CaseHouse(BIRTH, "MZ-001")
    worker = house.worker()
    here, elsewhere = house.open(worker), house.open(worker, "MZ-001")
    with pytest.raises(Refused):
        services.set_outside_number(actor=worker, now=NOW, case=here, number="J1")
    with pytest.raises(Invalid):
        services.set_outside_number(actor=worker, now=NOW, case=elsewhere, number="J" * 81)
    set_ = services.set_outside_number(
        actor=worker, now=NOW, case=elsewhere, number=" J 2026\n0001 "
    )
    assert set_.outside_number == "J20260001"
    assert "J20260001" not in str(Event.objects.get(name="case.outside_number_set").data)
