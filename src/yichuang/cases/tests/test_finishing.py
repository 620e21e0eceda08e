"""Papers kept, done on the spot, taken back."""

from __future__ import annotations

from datetime import date

import pytest

from yichuang.cases import services
from yichuang.cases.flow import FLOW
from yichuang.cases.models import Case
from yichuang.cases.rules import Mark
from yichuang.cases.services import PartyGiven
from yichuang.kit.actors import Actor
from yichuang.kit.documents.models import Document
from yichuang.kit.documents.services import read_content, render_pdf, void_document
from yichuang.kit.errors import DomainError, Forbidden, NotFound, Refused
from yichuang.kit.events.models import Event
from yichuang.people.models import User

from .factories import BIRTH, FUND, LABOUR, LORRIES, MARRIAGE, NOW, CaseHouse, applicant

pytestmark = pytest.mark.django_db

ZHANG = ("resident_id", "11010519491231002X")


def refused_code(service: object, **given: object) -> str:
    with pytest.raises(DomainError) as refused:
        service(now=NOW, **given)  # type: ignore[operator]
    return refused.value.code


def test_complete_goes_through_all_states_in_one_sitting() -> None:
    house = CaseHouse(BIRTH)
    worker = house.worker()
    User.objects.filter(pk=worker.user_id).update(staff_no="1003")
    case = house.ready(worker, parties=[applicant("欧阳锋", identity=ZHANG)])
    done = services.complete_on_the_spot(actor=worker, now=NOW, case=case.id)
    stored = Case.objects.get(pk=case.pk)
    assert (stored.state, stored.issued_at, stored.received_at) == ("issued", NOW, NOW)
    assert stored.number == done.number == "99200350010020261123000001"
    names = list(Event.objects.filter(subject=str(case.id)).values_list("name", flat=True))
    assert names[-2:] == ["case.received", "case.completed"]
    receipt = Document.objects.get(id__in=stored.papers)
    assert receipt.number.endswith("收〔2026〕1号")
    content = read_content(receipt)
    assert ["办理结果", "当场办结"] in content["dates"]
    assert content["received_by"] == "1003"
    assert render_pdf(receipt, now=NOW).startswith(b"%PDF")


def test_receipt_when_two_parties_are_called_the_same_then_one_number_in_table_and_note() -> None:
    house = CaseHouse(LORRIES)
    worker = house.worker()
    drivers = [PartyGiven("each_driver", "person", name) for name in ("李四", "王五")]
    case = house.open(worker, parties=[applicant(), *drivers])
    marks = [
        Mark("checked", code="JT-001-M11", party="each_driver-2"),
        Mark("rejected", code="JT-001-M11", party="each_driver"),
    ]
    services.mark_requirements(actor=worker, now=NOW, case=case, marks=marks)
    taken = services.receive(actor=worker, now=NOW, case=case)
    content = read_content(Document.objects.get(id__in=taken.papers))
    (driving,) = content["materials"]
    assert (driving["name"], driving["party"]) == ("机动车驾驶证", "驾驶员 2")
    assert "机动车驾驶证（驾驶员 1）" in content["notes"][0]


def test_complete_with_a_gap_lists_every_gap() -> None:
    house = CaseHouse(BIRTH)
    worker = house.worker()
    case = house.open(worker)
    services.mark_requirements(
        actor=worker, now=NOW, case=case, marks=[Mark("rejected", code="WJ-001-M02")]
    )
    with pytest.raises(Refused) as refused:
        services.complete_on_the_spot(actor=worker, now=NOW, case=case)
    assert refused.value.code == "gaps_open"
    told = [(gap["code"], gap["state"], gap["reason"]) for gap in refused.value.extra["gaps"]]
    assert told == [("WJ-001-M01", "required", "要交"), ("WJ-001-M02", "rejected", "未带")]
    assert Case.objects.get(pk=case.pk).state == "draft"
    assert not Document.objects.exists()


def test_complete_with_an_open_question_is_refused_though_all_is_checked() -> None:
    house = CaseHouse("GA-YZ-001")
    worker = house.worker()
    case = house.ready(worker, parties=[applicant()])
    with pytest.raises(Refused) as refused:
        services.complete_on_the_spot(actor=worker, now=NOW, case=case)
    assert (refused.value.code, refused.value.extra["gaps"]) == ("gaps_open", [])
    assert [q["id"] for q in refused.value.extra["unanswered"]] == ["kind"]
    services.answer_questions(actor=worker, now=NOW, case=case, scenarios=["new"])
    assert services.complete_on_the_spot(actor=worker, now=NOW, case=case).state == "issued"


def test_complete_is_only_for_on_the_spot_items_handled_here() -> None:
    house = CaseHouse(BIRTH, LABOUR, MARRIAGE)
    worker = house.worker()
    committed, elsewhere = house.ready(worker, LABOUR), house.ready(worker, MARRIAGE)
    give = {"service": services.complete_on_the_spot, "actor": worker}
    assert refused_code(**give, case=committed) == "not_on_the_spot"
    assert refused_code(**give, case=elsewhere) == "not_allowed"
    assert services.complete_on_the_spot(actor=worker, now=NOW, case=house.ready(worker))


def test_complete_with_a_second_person() -> None:
    house = CaseHouse(FUND)
    first, second = house.worker(), house.worker()
    case = house.ready(first, scenarios=["retire"])
    give = {"service": services.complete_on_the_spot, "case": case}
    assert refused_code(**give, actor=first) == "second_person_needed"
    services.receive(actor=first, now=NOW, case=case)
    assert refused_code(**give, actor=first) == "same_account"
    assert services.complete_on_the_spot(actor=second, now=NOW, case=case).state == "issued"
    assert Document.objects.count() == 1


def test_complete_twice_is_refused() -> None:
    house = CaseHouse(BIRTH)
    worker = house.worker()
    case = house.ready(worker)
    services.complete_on_the_spot(actor=worker, now=NOW, case=case)
    again = refused_code(services.complete_on_the_spot, actor=worker, case=case)
    assert again == "not_allowed"
    marks = [Mark("rejected", code="WJ-001-M02")]
    late = refused_code(services.mark_requirements, actor=worker, case=case, marks=marks)
    assert late == "not_allowed"


def test_receive_keeps_papers_with_gaps_and_starts_the_clock() -> None:
    house = CaseHouse(LABOUR)
    worker = house.worker()
    case = house.open(worker, parties=[applicant("清河劳务有限公司", kind="organisation")])
    services.mark_requirements(
        actor=worker, now=NOW, case=case, marks=[Mark("provided", id=str(case.listed[0].id))]
    )
    services.receive(actor=worker, now=NOW, case=case)
    stored = Case.objects.get(pk=case.pk)
    assert (stored.state, stored.accept_by) == ("received", date(2026, 11, 30))
    content = read_content(Document.objects.get())
    assert [m["name"] for m in content["materials"]] == [case.listed[0].line["name"]]
    assert "收件时还缺" in content["notes"][0]
    clock = Event.objects.get(name="case.received").data["clock"]
    assert clock["regime"] == "licence"
    assert clock["accept_by"] == "2026-11-30"


def test_receipt_is_voided_by_the_manager_of_the_hall_alone() -> None:
    """The number stays (domain.md §8): who gave it out must not take it back unseen."""
    house = CaseHouse(BIRTH)
    worker = house.worker()
    case = services.receive(actor=worker, now=NOW, case=house.ready(worker).id)
    receipt = Document.objects.get(id__in=case.papers)
    strangers = [worker, CaseHouse(BIRTH).actor("manager")]
    for actor in strangers:
        with pytest.raises(Forbidden):
            void_document(actor=actor, now=NOW, document=receipt, reason="写错了")
    void = void_document(actor=house.actor("manager"), now=NOW, document=receipt, reason="写错了")
    assert (void.state, void.number) == ("void", receipt.number)


def test_receive_needs_an_applicant_and_an_item_handled_here() -> None:
    house = CaseHouse(BIRTH, MARRIAGE)
    worker = house.worker()
    nobody, elsewhere = house.open(worker, parties=[]), house.open(worker, MARRIAGE)
    assert refused_code(services.receive, actor=worker, case=nobody) == "applicant_needed"
    assert refused_code(services.receive, actor=worker, case=elsewhere) == "not_allowed"
    assert services.receive(actor=worker, now=NOW, case=house.open(worker)).number


def test_numbers_follow_each_other_in_a_day() -> None:
    house = CaseHouse(BIRTH)
    worker = house.worker()
    numbers = [
        services.receive(actor=worker, now=NOW, case=house.open(worker)).number for _ in range(3)
    ]
    assert [n[-6:] for n in numbers if n] == ["000001", "000002", "000003"]


def test_withdraw_before_the_decision_only() -> None:
    house = CaseHouse(BIRTH)
    worker, stranger = house.worker(), CaseHouse(BIRTH).worker()
    draft, done = house.open(worker), house.ready(worker)
    services.complete_on_the_spot(actor=worker, now=NOW, case=done)
    assert refused_code(services.withdraw, actor=worker, case=done) == "not_allowed"
    with pytest.raises(NotFound):
        services.withdraw(actor=stranger, now=NOW, case=draft)
    with pytest.raises(Forbidden):
        services.withdraw(actor=house.guide(), now=NOW, case=draft)
    assert services.withdraw(actor=worker, now=NOW, case=draft).state == "withdrawn"


@pytest.mark.parametrize("action", FLOW.actions)
@pytest.mark.parametrize("state", FLOW.states)
def test_flow_matrix(action: str, state: str) -> None:
    """All states × all actions: allowed exactly where the table says, for the holder of it."""
    able = Actor(kind="staff", key="w", permissions=frozenset({"cases.receive"}))
    unable = Actor(kind="staff", key="g")
    case = Case(state=state, handled_in="here")
    fits = FLOW.find(action, state) is not None
    assert (action in FLOW.allowed(case, able)) == fits
    assert FLOW.allowed(case, unable) == []
    if not fits:
        with pytest.raises(Refused):
            FLOW.advance(case, action, actor=able)
        assert case.state == state
        return
    with pytest.raises(Forbidden):
        FLOW.advance(case, action, actor=unable)
    FLOW.advance(case, action, actor=able)
    assert case.state == FLOW.find(action, state).target  # type: ignore[union-attr]
