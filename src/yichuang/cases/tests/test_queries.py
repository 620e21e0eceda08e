"""What is read, by whom, and what stays hidden."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.cases import queries, services
from yichuang.cases.parties import person_hash
from yichuang.cases.rules import Mark
from yichuang.cases.services import PartyGiven
from yichuang.kit.actors import citizen
from yichuang.kit.errors import Forbidden, NotFound, Unauthorized
from yichuang.kit.events.models import Event

from .factories import BIRTH, FUND, NOW, CaseHouse, applicant, catalogue, later

pytestmark = pytest.mark.django_db

ZHANG = ("resident_id", "11010519491231002X")


def test_get_case_for_owner_colleague_and_strangers() -> None:
    house = CaseHouse(BIRTH)
    owner, colleague, stranger = house.worker(), house.worker(), CaseHouse(BIRTH).worker()
    case = house.open(owner)
    assert queries.get_case_for(owner, case.id) == case
    assert queries.get_case_for(colleague, case.id) == case
    for actor, error in (
        (stranger, NotFound),
        (house.guide(), Forbidden),
        (citizen("d"), Unauthorized),
    ):
        with pytest.raises(error):
            queries.get_case_for(actor, case.id)


def test_read_case_is_recorded_and_masks_numbers() -> None:
    house = CaseHouse(BIRTH)
    owner = house.worker()
    case = house.open(owner, parties=[applicant("欧阳锋", identity=ZHANG, phone="13912345678")])
    view = queries.case_view(queries.read_case(owner, case.id, NOW), owner)
    party = view["parties"][0]
    assert (party["name"], party["identity"]["number"]) == ("欧阳锋", "1•• … ••X")
    assert ZHANG[1] not in str(view)
    assert "13912345678" not in str(view)
    recorded = Event.objects.get(stream="access", name="case.read")
    assert (recorded.subject, recorded.actor, recorded.data) == (str(case.id), owner.ref, {})


@pytest.mark.parametrize("parties", [1, 3])
def test_case_view_takes_three_statements(parties: int, django_assert_num_queries: object) -> None:
    house = CaseHouse("MZ-002")
    owner = house.worker()
    members = [PartyGiven("each_member", "person", f"家人{n}") for n in range(parties)]
    case = house.open(owner, parties=[applicant(), *members])
    with django_assert_num_queries(6):  # case, list, parties; the record and its savepoint
        queries.case_view(queries.read_case(owner, case.id, NOW), owner)


def test_department_history_is_the_departments_own() -> None:
    house = CaseHouse(BIRTH, FUND)
    worker = house.worker()
    zhang = applicant(identity=ZHANG)
    own = house.open(worker, parties=[zhang])
    house.open(worker, FUND, parties=[zhang])  # another department
    house.open(worker, parties=[applicant(identity=("resident_id", "110101199003070038"))])
    CaseHouse(BIRTH).open(parties=[zhang])  # another hall
    services.mark_requirements(
        actor=worker, now=NOW, case=own, marks=[Mark("checked", code="WJ-001-M01")]
    )
    give = {"now": NOW, "hall": house.hall, "department": "WJ"}
    found = queries.department_history(actor=worker, person_hash=person_hash(*ZHANG), **give)
    assert [(past.id, past.gaps) for past in found] == [(own.id, ("居民身份证",))]
    with pytest.raises(Forbidden):
        queries.department_history(actor=house.guide(), person_hash=person_hash(*ZHANG), **give)
    assert queries.department_history(actor=worker, person_hash="", **give) == []
    assert Event.objects.filter(stream="access", name="case.history_read").count() == 1


def test_common_mistakes_from_five_rejections_on() -> None:
    house = CaseHouse(BIRTH)
    worker = house.worker()
    definition = catalogue().items[BIRTH]
    for count in range(1, 6):
        case = house.open(worker, now=later(count))
        services.mark_requirements(
            actor=worker,
            now=later(count),
            case=case,
            marks=[Mark("rejected", code="WJ-001-M02", reason="过期")],
        )
        found = queries.common_mistakes(house.hall, house.item, definition)
        assert [m.times for m in found if m.times] == ([5] if count == 5 else [])
    assert (found[0].name, found[0].text) == ("居民身份证", "过期")


def test_common_mistakes_when_the_paper_came_later_then_counted_all_the_same() -> None:
    house = CaseHouse(BIRTH)
    worker = house.worker()
    definition = catalogue().items[BIRTH]

    def mark(case: object, state: str, at: float) -> None:
        given = Mark(state, code="WJ-001-M02", reason="过期" if state == "rejected" else "")
        services.mark_requirements(actor=worker, now=later(at), case=case, marks=[given])

    for count in range(6):
        case = house.open(worker, now=later(count))
        mark(case, "rejected", count)
        mark(case, "checked", count + 10)
        mark(case, "rejected", count + 20)  # again: of one case one mistake
        mark(case, "checked", count + 30)
        with CaptureQueriesContext(connection) as captured:
            found = queries.common_mistakes(house.hall, house.item, definition)
        assert len(captured) == 1
        assert [m.times for m in found if m.times] == ([count + 1] if count >= 4 else [])
    assert (found[0].name, found[0].text) == ("居民身份证", "过期")


def test_common_mistakes_when_a_key_only_passed_through_then_not_counted() -> None:
    house = CaseHouse(BIRTH)
    worker = house.worker()
    for count in range(5):
        case = house.open(worker, now=later(count))
        for seconds, state in enumerate(("checked", "rejected", "required")):
            given = Mark(state, code="WJ-001-M02", reason="未带" if state == "rejected" else "")
            at = later(count, seconds)
            services.mark_requirements(actor=worker, now=at, case=case, marks=[given])
    found = queries.common_mistakes(house.hall, house.item, catalogue().items[BIRTH])
    assert not any(m.times for m in found)


def test_cases_of_ticket_gives_the_one_of_its_present_item() -> None:
    house = CaseHouse(BIRTH)
    worker, counter = house.desk(1)
    ticket = house.ticket(worker, counter)
    assert queries.case_of_ticket(ticket) is None
    case = house.open(worker, ticket=ticket)
    assert queries.case_of_ticket(ticket) == case
    services.withdraw(actor=worker, now=NOW, case=case)
    assert queries.case_of_ticket(ticket) is None
