"""Materials as the desk numbers and groups them."""

from __future__ import annotations

import pytest

from yichuang.cases import services as cases
from yichuang.cases.queries import documents_of
from yichuang.cases.services import PartyGiven
from yichuang.cases.tests.factories import BIRTH, FUND, applicant
from yichuang.kit.clock import now

from .. import acts, beginning
from ..gathering import desk_screen
from ..papers import REASONS, Paper, _number
from ..screen import Screen
from .factories import Desk, logged_in

MOVING = "GA-HZ-003"  # the spouse always takes part


def paper(party: str = "applicant", state: str = "required") -> Paper:
    return Paper("M", party, f"当事方 {party}", "材料", "", "", state=state)


def seen(desk: Desk) -> Screen:
    screen = desk_screen(desk.owner, now())
    assert screen is not None
    return screen


def test_keys_when_there_are_more_than_nine_then_page_by_page() -> None:
    papers = [paper() for _ in range(11)]
    _number(papers)
    assert [p.key for p in papers] == [*"123456789", "1", "2"]
    assert [p.page for p in papers] == [1] * 9 + [2] * 2
    assert {p.group for p in papers} == {""}, "one party needs no heading"


def test_groups_when_there_are_two_parties_then_each_begins_with_its_name() -> None:
    papers = [paper(), paper(), paper("spouse"), paper("spouse")]
    _number(papers)
    assert [p.group for p in papers] == ["当事方 applicant", "", "当事方 spouse", ""]


def test_groups_when_a_party_goes_on_over_the_page_then_named_there_too() -> None:
    papers = [paper(), *(paper("spouse") for _ in range(10))]
    _number(papers)
    assert [n for n, p in enumerate(papers) if p.group] == [0, 1, 9]


def test_current_when_some_are_done_then_the_first_that_nobody_looked_at() -> None:
    papers = [paper(state="checked"), paper(state="rejected"), paper(), paper()]
    _number(papers)
    assert [p.current for p in papers] == [False, False, True, False]


@pytest.mark.parametrize("state", ["shared", "waived", "produced"])
def test_free_when_another_way_covers_it_then_true(state: str) -> None:
    assert paper(state=state).free
    assert not paper().free


def test_reasons_when_one_was_typed_elsewhere_then_it_stays_in_the_list() -> None:
    one = paper(state="rejected")
    one.reason = "照片太暗"
    assert one.reasons[-1] == ("照片太暗", True)
    one.reason = "未带"
    assert [word for word, _chosen in one.reasons] == [str(word) for word in REASONS]
    assert [chosen for _word, chosen in one.reasons].index(True) == 0


@pytest.mark.django_db
def test_papers_when_the_case_has_two_parties_then_of_each() -> None:
    desk = Desk(BIRTH)
    case = beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    for party in (applicant(), PartyGiven("spouse", "person", "李四")):
        cases.register_party(actor=desk.owner, now=now(), case=case, party=party)
    assert [(p.key, p.party) for p in seen(desk).papers] == [
        ("1", "applicant"),
        ("2", "applicant"),
        ("3", "applicant"),
        ("4", "spouse"),
    ]


@pytest.mark.django_db
def test_papers_when_two_parties_have_one_of_a_name_then_each_says_whose() -> None:
    desk = Desk(BIRTH)
    case = beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    client = logged_in(desk.owner)
    assert 'aria-label="居民身份证"' in client.get("/desk/").content.decode()
    for party in (applicant(), PartyGiven("spouse", "person", "李四")):
        cases.register_party(actor=desk.owner, now=now(), case=case, party=party)
    page = client.get("/desk/").content.decode()
    for whose in ("申请人", "配偶"):
        assert f'aria-label="居民身份证（{whose}）"' in page
        assert f'<th scope="row">居民身份证（{whose}）' in page
    assert "生育登记表（" not in page


@pytest.mark.django_db
def test_papers_of_the_next_when_two_parties_have_one_of_a_name_then_each_says_whose() -> None:
    desk = Desk(MOVING, serve=False)
    desk.house.items["A"] = desk.house.item
    desk.house.take("A", now=now())
    page = logged_in(desk.owner).get("/desk/").content.decode()
    assert "居民身份证（申请人）" in page
    assert "居民身份证（配偶）" in page


@pytest.mark.django_db
def test_perhaps_when_another_partys_of_the_name_is_sure_then_both_are_named() -> None:
    desk = Desk(FUND)
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    acts.answer(actor=desk.owner, now=now(), ticket=desk.ticket, chosen=["rent"])
    assert "无房证明（申请人）" in [p.title for p in seen(desk).papers]
    assert "无房证明（配偶）" in seen(desk).maybe
    assert "无房证明（配偶）" in logged_in(desk.owner).get("/desk/").content.decode()


@pytest.mark.django_db
def test_perhaps_when_a_question_is_open_then_it_says_which() -> None:
    desk = Desk(FUND)
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    screen = seen(desk)
    asked = {question["text"] for question in screen.questions}
    assert asked
    assert any(set(p.waits.split("、")) & asked for p in screen.perhaps)
    assert not {p.state for p in screen.papers} & {"undecided"}
    acts.answer(actor=desk.owner, now=now(), ticket=desk.ticket, chosen=["rent"])
    after = seen(desk)
    assert after.questions == []
    assert len(after.papers) > len(screen.papers)


@pytest.mark.django_db
def test_facts_when_a_line_depends_on_one_then_asked_of_a_registered_party_only() -> None:
    desk = Desk(FUND)
    case = beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    acts.answer(actor=desk.owner, now=now(), ticket=desk.ticket, chosen=["rent"])
    assert seen(desk).facts, "rent depends on facts"
    assert seen(desk).asked_facts == []
    cases.register_party(actor=desk.owner, now=now(), case=case, party=applicant())
    fact = seen(desk).asked_facts[0]
    acts.answer(
        actor=desk.owner,
        now=now(),
        ticket=desk.ticket,
        chosen=[],
        facts={fact.party: {fact.name: 0 if fact.number else False}},
    )
    assert fact not in seen(desk).asked_facts


@pytest.mark.django_db
def test_print_when_the_paper_is_a_strip_then_a_page_and_when_it_is_not_then_the_paper() -> None:
    desk = Desk(BIRTH)
    client = logged_in(desk.owner)
    code = acts.tell_sheet(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert client.get(f"/desk/print/{code}/").status_code == 200
    assert client.get(f"/documents/{code}/slip.png").status_code == 200
    case = beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    cases.register_party(actor=desk.owner, now=now(), case=case, party=applicant())
    taken = cases.receive(actor=desk.owner, now=now(), case=case)
    receipt = documents_of(taken)[-1]["code"]
    answer = client.get(f"/desk/print/{receipt}/", follow=True)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
