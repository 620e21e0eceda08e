"""The one-time sheet: told without application."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from yichuang.cases import queries, services
from yichuang.cases.models import Case, Requirement
from yichuang.cases.papers import sheet_content
from yichuang.cases.rules import Mark, base_state, frozen
from yichuang.cases.services import PartyGiven
from yichuang.catalogue.rules import requirements
from yichuang.kit.documents.queries import verify
from yichuang.kit.documents.services import read_content, render_pdf, render_png
from yichuang.kit.errors import DomainError, Forbidden, Invalid, NotFound
from yichuang.kit.events.models import Event
from yichuang.people.models import User
from yichuang.places.models import OpeningHours

from .factories import BIRTH, FUND, LORRIES, MARRIAGE, NOW, CaseHouse, applicant, catalogue

pytestmark = pytest.mark.django_db

ZHANG = ("resident_id", "11010519491231002X")


def marks_on(content: dict) -> dict[str, str]:
    return {m["name"]: m["mark"] for p in content["parties"] for m in p["materials"]}


def test_sheet_of_a_case_tells_what_is_there_and_what_is_missing() -> None:
    house = CaseHouse(BIRTH)
    worker = house.worker()
    case = house.open(worker, parties=[applicant("欧阳锋", identity=ZHANG, phone="13912345678")])
    services.mark_requirements(
        actor=worker, now=NOW, case=case, marks=[Mark("rejected", code="WJ-001-M02")]
    )
    sheet = services.tell_sheet(actor=worker, now=NOW, hall=house.hall, item=BIRTH, case=case)
    content = read_content(sheet)
    assert marks_on(content) == {"居民身份证": "missing"}
    assert content["missing_count"] == 1
    assert "生育登记表" in content["flow"][1]  # filled in at the counter: nothing to bring
    assert (sheet.number, verify(sheet.code).genuine) == ("", True)
    stored = Case.objects.get(pk=case.pk)
    assert (stored.state, stored.papers) == ("draft", [sheet.id])
    assert [d["code"] for d in queries.documents_of(stored)] == [sheet.code]


def test_sheet_holds_no_personal_value() -> None:
    house = CaseHouse(BIRTH)
    worker = house.worker()
    case = house.open(worker, parties=[applicant("欧阳锋", identity=ZHANG, phone="13912345678")])
    sheet = services.tell_sheet(actor=worker, now=NOW, hall=house.hall, item=BIRTH, case=case)
    told = str(read_content(sheet)) + str([e.data for e in Event.objects.all()])
    assert not [v for v in ("欧阳锋", ZHANG[1], "13912345678") if v in told]


def test_sheet_says_the_staff_number_and_never_a_login() -> None:
    house = CaseHouse(BIRTH)
    worker, unnumbered = house.worker(), house.worker()
    User.objects.filter(pk=worker.user_id).update(staff_no="1003")
    give = {"now": NOW, "hall": house.hall, "item": BIRTH}
    told = [read_content(services.tell_sheet(actor=a, **give)) for a in (worker, unnumbered)]
    assert [content["told_by"] for content in told] == ["1003", ""]


def test_sheet_of_a_ticket_takes_the_list_of_its_case() -> None:
    house = CaseHouse(BIRTH)
    worker, counter = house.desk(1)
    ticket = house.ticket(worker, counter)
    give = {"actor": worker, "now": NOW, "hall": house.hall, "item": BIRTH}
    before = services.tell_sheet(**give, ticket=ticket.public_id)
    assert "have" not in marks_on(read_content(before)).values()
    case = house.open(worker, ticket=ticket)
    services.mark_requirements(
        actor=worker, now=NOW, case=case, marks=[Mark("checked", code="WJ-001-M02")]
    )
    after = services.tell_sheet(**give, ticket=ticket.public_id)
    assert marks_on(read_content(after))["居民身份证"] == "have"


def test_sheet_says_in_words_why_a_paper_is_missing_or_free_or_perhaps_wanted() -> None:
    house = CaseHouse(FUND)
    sheet = services.tell_sheet(
        actor=house.guide(),
        now=NOW,
        hall=house.hall,
        item=FUND,
        marks=[
            Mark("rejected", code="GJJ-001-M01"),
            Mark("waived", code="GJJ-001-M02", reason="联网核对"),
        ],
    )
    parties = read_content(sheet)["parties"]
    told = [(m["name"], m["note"], m["why"]) for p in parties for m in p["materials"]]
    assert [note for _name, note, _why in told if note] == [
        "为什么缺：未带",
        "为什么免交：联网核对",
    ], "what is perhaps wanted says its condition, and no bare question beside it"
    assert "买房" in next(why for name, _note, why in told if name == "购房合同")


def test_sheet_when_one_of_two_drivers_has_papers_then_their_number_is_of_those_registered() -> (
    None
):
    house = CaseHouse(LORRIES)
    worker = house.worker()
    drivers = [PartyGiven("each_driver", "person", name) for name in ("李四", "王五")]
    case = house.open(worker, parties=[applicant(), *drivers])
    Requirement.objects.filter(case=case, party_ref="each_driver").delete()
    sheet = services.tell_sheet(actor=worker, now=NOW, hall=house.hall, item=LORRIES, case=case)
    parties = [party["party"] for party in read_content(sheet)["parties"]]
    assert [name for name in parties if "驾驶员" in name] == ["驾驶员 2"]


@pytest.mark.parametrize("when", ["q.reason=buy", None])
@pytest.mark.parametrize("basis", ["不是必要材料，可以不交", "Not needed."])
def test_sheet_when_a_paper_is_optional_then_said_once_in_whatever_words(
    when: str | None, basis: str
) -> None:
    house, definition = CaseHouse(FUND), catalogue().items[FUND]
    given = definition.materials[0].model_dump()
    given |= {"need": "optional", "form": "copy", "when": when}
    optional = type(definition.materials[0]).model_validate(given)
    definition = definition.model_copy(update={"materials": [optional]})
    (line,) = requirements(definition, ["buy"], on=NOW.date()).lines
    kept = frozen(line) | {"why": basis}
    content = sheet_content(
        hall=house.hall,
        zone=house.zone,
        definition=definition,
        scenarios=["buy"],
        rows=[Requirement(state=base_state(line), line=kept, party_ref="applicant")],
        stops=(),
        told_by="",
        now=NOW,
    )
    (told,) = content["parties"][0]["materials"]
    assert told["note"] == ("可以不交" if when else "")


@pytest.mark.parametrize("enquiry", ["0000-1", ""])
def test_sheet_says_whose_phone_it_gives(enquiry: str) -> None:
    house, definition = CaseHouse(BIRTH), catalogue().items[BIRTH]
    house.hall.phone = "0000-2"
    contact = definition.contact.model_copy(update={"enquiry": enquiry})
    content = sheet_content(
        hall=house.hall,
        zone=house.zone,
        definition=definition.model_copy(update={"contact": contact}),
        scenarios=(),
        rows=(),
        stops=(),
        told_by="",
        now=NOW,
    )
    whose = ("0000-1", "卫生健康委员会") if enquiry else ("0000-2", house.hall.name)
    assert (content["phone"], content["phone_of"]) == whose


def test_sheet_without_a_case_takes_scenarios_and_marks() -> None:
    house = CaseHouse(FUND)
    sheet = services.tell_sheet(
        actor=house.guide(),
        now=NOW,
        hall=house.hall,
        item=FUND,
        scenarios=["buy"],
        marks=[Mark("checked", code="GJJ-001-M03"), Mark("rejected", code="GJJ-001-M08")],
    )
    content = read_content(sheet)
    told = marks_on(content)
    assert (told["购房合同"], told["首付款发票"]) == ("have", "missing")
    assert content["scenarios"] == [{"question": "为什么提取公积金？", "answer": "买房"}]


def test_sheet_with_open_questions_says_perhaps() -> None:
    house = CaseHouse(FUND)
    sheet = services.tell_sheet(actor=house.guide(), now=NOW, hall=house.hall, item=FUND)
    assert "perhaps" in marks_on(read_content(sheet)).values()


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"item": "NO-SUCH"}, NotFound),
        ({"item": BIRTH, "ticket": "nobody-has-this-id"}, NotFound),
        ({"item": BIRTH, "scenarios": ["none_such"]}, Invalid),
        ({"item": BIRTH, "marks": [Mark("checked", code="NO-SUCH")]}, Invalid),
    ],
)
def test_sheet_refuses_what_the_hall_has_not(given: dict, error: type[DomainError]) -> None:
    house = CaseHouse(BIRTH)
    give = {"actor": house.worker(), "now": NOW, "hall": house.hall}
    with pytest.raises(error):
        services.tell_sheet(**give, **given)
    assert services.tell_sheet(**give, item=BIRTH).code


def test_sheet_of_another_halls_case_is_not_found() -> None:
    house, other = CaseHouse(BIRTH), CaseHouse(BIRTH)
    case, worker = other.open(), house.worker()
    with pytest.raises(NotFound):
        services.tell_sheet(actor=worker, now=NOW, hall=house.hall, item=BIRTH, case=case)
    with pytest.raises(Forbidden):
        services.tell_sheet(actor=worker, now=NOW, hall=other.hall, item=BIRTH)


def test_sheet_takes_few_statements(django_assert_num_queries: object) -> None:
    house = CaseHouse(BIRTH)
    worker = house.worker()
    case = house.open(worker)
    give = {"actor": worker, "now": NOW, "hall": house.hall, "item": BIRTH}
    with django_assert_num_queries(
        7
    ):  # item, hours, 工号, document, events; two of the test's savepoint
        services.tell_sheet(**give)
    with django_assert_num_queries(11):  # and the case, its list, parties, note of the document
        services.tell_sheet(**give, case=case)


@pytest.mark.parametrize("code", [BIRTH, FUND, MARRIAGE])
def test_sheet_prints_on_both_papers(code: str) -> None:
    house = CaseHouse(code)
    sheet = services.tell_sheet(actor=house.guide(), now=NOW, hall=house.hall, item=code)
    assert render_png(sheet).startswith(b"\x89PNG")
    assert render_pdf(sheet, now=NOW, paper="a4").startswith(b"%PDF")


@pytest.mark.parametrize("paper", ["80mm", "a4"])
def test_sheet_on_paper_says_item_body_place_time_conditions_scenario_materials_flow(
    paper: str,
) -> None:
    house = CaseHouse(FUND)
    for weekday in range(5):
        OpeningHours.objects.create(
            hall=house.hall, weekday=weekday, opens_minute=540, closes_minute=1020
        )
    house.hall.address = "柳荫街 18 号"
    house.hall.save()
    sheet = services.tell_sheet(
        actor=house.guide(), now=NOW, hall=house.hall, item=FUND, scenarios=["buy"]
    )
    content = read_content(sheet)
    pages = PdfReader(BytesIO(render_pdf(sheet, now=NOW, paper=paper))).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    for word in (
        content["item"],
        content["department"],
        content["place"],
        "柳荫街18号",
        "周一至周五09:00–17:00；节假日休息",
        *content["conditions"],
        "为什么提取公积金？买房",
        *(name for name, mark in marks_on(content).items() if mark != "free"),
        *content["flow"],
    ):
        assert "".join(word.split()) in text
    assert content["place"]
    assert content["conditions"]
    assert "购房合同" in text


def test_sheets_today_counts_from_midnight_in_the_hall() -> None:
    house = CaseHouse(BIRTH)
    give = {"actor": house.guide(), "hall": house.hall, "item": BIRTH}
    yesterday = NOW.replace(hour=15, day=22)  # 23:00 in the hall
    services.tell_sheet(**give, now=yesterday)
    services.tell_sheet(**give, now=NOW)
    assert queries.sheets_today(house.hall, NOW) == 1
