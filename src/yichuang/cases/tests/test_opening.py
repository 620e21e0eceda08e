"""Opening a case, with and without a ticket."""

import pytest

from yichuang.cases import services
from yichuang.cases.models import Case, Party, Requirement
from yichuang.cases.rules import Mark
from yichuang.cases.services import PartyGiven
from yichuang.catalogue.models import ItemVersion
from yichuang.kit.actors import citizen
from yichuang.kit.errors import DomainError, Forbidden, Invalid, NotFound, Refused, Unauthorized
from yichuang.kit.events.models import Event

from .factories import BIRTH, FUND, MARRIAGE, NOW, CaseHouse, applicant, later

pytestmark = pytest.mark.django_db

ZHANG = ("resident_id", "11010519491231002X")


def test_open_case_stores_the_list_of_each_party() -> None:
    house = CaseHouse(BIRTH)
    spouse = PartyGiven("spouse", "person", "李四")
    case = house.open(parties=[applicant(), spouse])
    stored = Case.objects.get(pk=case.pk)
    assert (stored.state, stored.number, stored.version) == ("draft", None, 1)
    asked = [(r.code, r.party_ref, r.state) for r in stored.requirements.all()]
    assert asked == [
        ("WJ-001-M01", "applicant", "required"),
        ("WJ-001-M02", "applicant", "required"),
        ("WJ-001-M03", "applicant", "required"),
        ("WJ-001-M04", "spouse", "required"),
    ]
    assert [p.ref for p in stored.parties.all()] == ["applicant", "spouse"]
    assert all(r.line["why"] for r in stored.requirements.all())


def test_open_case_alone_asks_nothing_of_an_absent_spouse() -> None:
    case = CaseHouse(BIRTH).open()
    assert [r.code for r in case.listed] == ["WJ-001-M01", "WJ-001-M02"]


def test_open_case_without_answers_leaves_questions_open() -> None:
    case = CaseHouse(FUND).open(scenarios=[])
    assert case.unanswered == ["reason"]
    assert {r.state for r in case.listed} == {"required", "undecided"}


def test_open_case_without_parties_still_gives_a_case() -> None:
    case = CaseHouse(BIRTH).open(parties=[])
    assert len(case.listed) == 2
    assert not Party.objects.filter(case=case).exists()


def test_open_case_after_an_item_moved_is_of_the_department_that_then_has_it() -> None:
    house = CaseHouse(BIRTH)
    old = ItemVersion.objects.get(item=house.item)
    values = {"version": 2, "effective_from": later(60), "published_at": NOW}
    values |= {"definition": old.definition | {"dept": "MZ", "handled_in": "elsewhere"}}
    ItemVersion.objects.create(item=house.item, published_by="x", digest="1" * 64, **values)
    before, after = house.open(), house.open(now=later(61))
    assert (before.department, before.handled_in) == ("WJ", "here")
    assert (after.department, after.handled_in) == ("MZ", "elsewhere")


@pytest.mark.parametrize(
    ("parties", "field"),
    [
        ([applicant(), applicant("李四")], "parties.1.role"),
        ([PartyGiven("seller", "person", "王五")], "parties.0.role"),
        ([applicant("")], "parties.0.name"),
        ([applicant("a\x00b")], "parties.0.name"),
        ([applicant(kind="ghost")], "parties.0.kind"),
        ([applicant(identity=("library_card", "1"))], "parties.0.identity.type"),
        ([applicant(acts_for="spouse")], "parties.0.acts_for"),
        ([applicant(facts={"height": 180})], "parties.0.facts.height"),
    ],
)
def test_open_case_refuses_parties_that_cannot_be(parties: list[PartyGiven], field: str) -> None:
    house = CaseHouse(BIRTH)
    with pytest.raises(Invalid) as refused:
        house.open(parties=parties)
    assert list(refused.value.fields) == [field]
    assert house.open(parties=parties[:0]).state == "draft"
    assert Case.objects.count() == 1


@pytest.mark.parametrize("name", ["阿卜杜" * 16 + "·买买提", "𬸚㼆〇", "Nguyễn Thị Ánh-Tuyết"])
def test_open_case_takes_long_and_rare_names(name: str) -> None:
    case = CaseHouse(BIRTH).open(parties=[applicant(name)])
    assert name not in Party.objects.get(case=case).name_sealed


def test_open_case_takes_a_wrong_check_digit() -> None:
    case = CaseHouse(BIRTH).open(
        parties=[applicant(identity=("resident_id", "110105194912310021"))]
    )
    party = Party.objects.get(case=case)
    assert party.identity_hash
    assert "110105194912310021" not in party.identity_sealed


def test_open_case_gives_the_age_of_the_paper_to_the_rules() -> None:
    assert (
        CaseHouse("GA-HZ-002").open(parties=[applicant(identity=ZHANG)]).registered[0].facts["age"]
        == 76
    )


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"code": "NO-SUCH"}, NotFound),
        ({"code": "a\0"}, NotFound),
        ({"scenarios": ["no_such"]}, Invalid),
        ({"materials": [Mark("checked", code="NO-SUCH")]}, Invalid),
        ({"ticket": "nobody-has-this-public-id"}, NotFound),
    ],
)
def test_open_case_refuses_what_the_hall_has_not(
    given: dict[str, object], error: type[DomainError]
) -> None:
    house = CaseHouse(BIRTH)
    with pytest.raises(error):
        house.open(**given)  # type: ignore[arg-type]
    assert house.open(materials=[Mark("checked", code="WJ-001-M01")]).listed[0].state == "checked"


def test_open_case_from_a_ticket_at_ones_counter() -> None:
    house = CaseHouse(BIRTH, MARRIAGE)
    owner, counter = house.desk(1)
    colleague, _other = house.desk(2)
    stranger = CaseHouse(BIRTH).worker()
    ticket = house.ticket(owner, counter)
    with pytest.raises(Refused) as refused:
        house.open(colleague, ticket=ticket.public_id)
    assert refused.value.code == "not_your_ticket"
    with pytest.raises(NotFound):
        house.open(stranger, ticket=ticket.public_id)
    with pytest.raises(Refused) as refused:
        house.open(owner, MARRIAGE, ticket=ticket)
    assert refused.value.code == "other_item"
    assert house.open(owner, ticket=ticket).ticket == ticket


def test_open_case_from_a_ticket_that_still_waits_is_refused() -> None:
    house = CaseHouse(BIRTH)
    owner, _counter = house.desk(1)
    house.items["A"] = house.item
    with pytest.raises(Refused) as refused:
        house.open(owner, ticket=house.take("A"))
    assert refused.value.code == "not_allowed"


def test_open_case_is_for_workers() -> None:
    house = CaseHouse(BIRTH)
    for actor, error in ((house.guide(), Forbidden), (citizen("d"), Unauthorized)):
        with pytest.raises(error):
            services.open_case(actor=actor, now=NOW, item=BIRTH)
    assert house.open(house.worker()).state == "draft"


def test_open_case_from_a_ticket_takes_at_most_five_statements(
    django_assert_num_queries: object,
) -> None:
    house = CaseHouse(BIRTH)
    owner, counter = house.desk(1)
    ticket = house.ticket(owner, counter)
    house.open(owner, parties=[applicant(identity=ZHANG, phone="13912345678")])  # warms the version
    with django_assert_num_queries(6):  # four of ours and the savepoint of the test around them
        house.open(owner, ticket=ticket.public_id)
    assert Requirement.objects.count() == 4


def test_open_case_writes_no_personal_value_into_the_event() -> None:
    CaseHouse(BIRTH).open(parties=[applicant("欧阳锋", identity=ZHANG, phone="13912345678")])
    event = Event.objects.get(name="case.opened")
    assert event.data == {"item": "WJ-001", "handled_in": "here", "lines": 2}
