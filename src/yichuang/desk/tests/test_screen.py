"""What the desk shows of counter, line, ticket and matters."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from yichuang.cases import services as cases
from yichuang.cases.models import Case
from yichuang.cases.tests.factories import BIRTH, FUND, LABOUR, MARRIAGE, applicant
from yichuang.kit.actors import Actor
from yichuang.kit.clock import now
from yichuang.places.models import Hall
from yichuang.tickets import services as tickets
from yichuang.tickets.models import Ticket

from .. import acts, beginning
from ..gathering import desk_screen
from ..screen import Screen
from .factories import Desk, logged_in

pytestmark = pytest.mark.django_db


def seen(desk: Desk, actor: Actor | None = None, matter: str = "") -> Screen:
    screen = desk_screen(actor or desk.owner, now(), matter)
    assert screen is not None
    return screen


def test_screen_when_no_counter_is_open_then_none() -> None:
    assert desk_screen(Desk().house.worker(), now()) is None


def test_line_when_people_wait_then_number_and_business_and_nothing_of_themselves() -> None:
    desk = Desk()
    desk.house.take("A", now=now() - timedelta(minutes=7), phone="13800001234")
    (row,) = seen(desk).queue
    assert (row["what"], row["wait"], row["next"]) == ("生育登记", "7 分", True)
    assert set(row) == {"number", "what", "next", "tag", "wait"}


def test_line_when_more_wait_than_fit_then_their_real_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Desk()
    for _ in range(3):
        desk.house.take("A", now=now())
    monkeypatch.setattr("yichuang.desk.screen.SHOWN", 2)
    page = logged_in(desk.owner).get("/desk/line/").content.decode()
    assert "等候 3 人" in page
    assert "还有 1 人" in page


def test_next_person_when_the_counter_is_free_then_their_business_is_there_in_advance() -> None:
    desk = Desk(BIRTH, serve=False)
    desk.house.items["A"] = desk.house.item
    desk.house.take("A", now=now())
    screen = seen(desk)
    assert (screen.ticket, screen.case, screen.matters) == (None, None, [])
    assert [paper.name for paper in screen.papers]
    assert screen.query == ""


def test_matter_when_begun_then_its_list_is_stored_else_what_the_rules_ask() -> None:
    desk = Desk(BIRTH, LABOUR)
    desk.add(LABOUR)
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    first, second = seen(desk), seen(desk, matter=LABOUR)
    assert first.case is not None
    assert second.case is None
    assert [paper.code for paper in first.papers] == ["WJ-001-M01", "WJ-001-M02"]
    assert {paper.code[:9] for paper in second.papers} == {LABOUR}
    assert (first.what, second.what) == ("生育登记", second.item and second.item.name)
    assert second.query == f"?matter={LABOUR}"
    assert second.also == f"&matter={LABOUR}"
    assert [m.item.code for m in first.not_begun] == [LABOUR]
    assert second.not_begun == []


def test_matter_when_named_wrongly_then_the_first_is_shown() -> None:
    screen = seen(Desk(), matter="gone")
    assert screen.item is not None
    assert screen.item.code == BIRTH


def test_matters_when_worked_on_then_each_says_how_far_it_is() -> None:
    desk = Desk(BIRTH, LABOUR)
    assert [m.words for m in seen(desk).matters] == [""], "one alone needs no word"
    desk.add(LABOUR)
    at = {"actor": desk.owner, "ticket": desk.ticket}
    beginning.begin(now=now(), **at)

    def words() -> list[str]:
        return [one.words for one in seen(desk).matters]

    assert words() == ["还要看 2 项", "没开始"]
    acts.all_received(now=now(), **at)
    assert words()[0] == "材料齐了"
    acts.mark(
        now=now(), code="WJ-001-M01", party="applicant", state="rejected", reason="过期", **at
    )
    assert words()[0] == "缺 1 项"
    acts.mark(now=now(), code="WJ-001-M01", party="applicant", state="checked", reason="", **at)
    case = Case.objects.get()
    cases.register_party(actor=desk.owner, now=now(), case=case, party=applicant())
    cases.complete_on_the_spot(actor=desk.owner, now=now(), case=case)
    assert words()[0] == "已办结"
    assert [m.next for m in seen(desk).matters] == [False, True]
    assert [m.next for m in seen(desk, matter=LABOUR).matters] == [True, False]


def test_completion_when_the_case_is_here_then_on_the_spot_or_received() -> None:
    for code, complete, receive in ((BIRTH, True, False), (LABOUR, False, True)):
        desk = Desk(code)
        assert not seen(desk).can_complete, "nothing is begun yet"
        beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
        screen = seen(desk)
        assert (screen.can_complete, screen.can_receive) == (complete, receive)


def test_completion_when_another_system_has_the_case_then_none_is_offered() -> None:
    desk = Desk(MARRIAGE)
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    screen = seen(desk)
    assert not screen.can_complete
    assert not screen.can_receive
    assert any(word.startswith("在") for word, _kind in screen.tags)


def test_roles_when_one_is_registered_then_no_longer_offered() -> None:
    desk = Desk()
    case = beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert [role for role, _word in seen(desk).roles] == ["applicant", "spouse"]
    cases.register_party(actor=desk.owner, now=now(), case=case, party=applicant())
    screen = seen(desk)
    assert [role for role, _word in screen.roles] == ["spouse"]
    assert screen.applicant is not None
    assert screen.applicant["name"] == "张三"


def test_hints_when_somebody_old_comes_for_another_then_said() -> None:
    desk = Desk()
    Ticket.objects.filter(public_id=desk.public_id).update(
        head_start=5, needs=["pregnant"], needs_proven=False, item=None, purpose="ask"
    )
    screen = seen(desk)
    assert "老年人，请大声慢说" in screen.hints
    assert any("请看证件" in hint for hint in screen.hints)
    assert any("没有选事项" in hint for hint in screen.hints)
    assert screen.what == "咨询"


def test_hints_when_a_need_is_not_proven_then_what_the_hall_wants_to_see() -> None:
    desk = Desk()
    held = Ticket.objects.filter(public_id=desk.public_id)
    for needs, proven, said in (
        (["veteran", "pregnant"], False, ["退役军人（优待证）、孕妇，请看证件"]),
        (["veteran"], True, ["退役军人"]),
        (["older"], False, []),
    ):
        held.update(needs=needs, needs_proven=proven)
        assert seen(desk).hints == said


def test_answers_given_while_waiting_when_the_person_comes_then_the_list_is_theirs() -> None:
    desk = Desk(FUND, state="called")
    ticket = desk.ticket
    before = {q["id"] for q in seen(desk).questions}
    tickets.answer_questions(actor=desk.owner, now=now(), ticket=ticket, scenarios=["rent"])
    assert "reason" in before
    assert "reason" not in {q["id"] for q in seen(desk).questions}
    assert beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket).scenarios == ["rent"]


def test_aside_when_held_then_only_where_it_was_held() -> None:
    desk = Desk()
    tickets.hold(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert [one["action"] for one in seen(desk).aside] == ["resume"]
    assert seen(desk, desk.colleague).aside == []


def test_aside_when_many_were_passed_then_one_line_after_those_whose_visit_has_begun() -> None:
    desk = Desk()
    for _ in range(5):
        ticket = desk.house.at_desk(desk.colleague, desk.second, now=now())
        tickets.pass_ticket(actor=desk.colleague, now=now() + timedelta(minutes=9), ticket=ticket)
    tickets.hold(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert [one["word"] for one in seen(desk).aside] == ["挂起", "过号"]
    page = logged_in(desk.owner).get("/desk/line/").content.decode()
    short = page.partition('<li class="short">')[2].partition("</li>")[0]
    assert short.count("/requeue/") == page.count("/requeue/") == 3
    assert "还有 2" in short


def test_recall_when_pressed_then_the_box_says_which_and_when_or_that_it_was_quiet() -> None:
    desk = Desk(state="called")
    Hall.objects.update(timezone="Asia/Shanghai", sounding_recalls=1)
    assert seen(desk).again == ""
    at = now()
    tickets.recall(actor=desk.owner, now=at, ticket=desk.ticket)
    said = f"第 2 次叫，{at.astimezone(ZoneInfo('Asia/Shanghai')):%H:%M}"
    assert seen(desk).again == said
    assert said in logged_in(desk.owner).get("/desk/line/").content.decode()
    tickets.recall(actor=desk.owner, now=at, ticket=desk.ticket)
    assert seen(desk).again == "第 3 次叫，不再出声，只到手机和导办"
    tickets.start(actor=desk.owner, now=at, ticket=desk.ticket)
    assert seen(desk).again == ""


def test_pause_when_people_wait_then_no_key_is_shown_that_does_nothing() -> None:
    desk = Desk(serve=False)
    desk.house.take("A", now=now())
    client = logged_in(desk.owner)
    assert "<kbd>F2</kbd>" in client.get("/desk/").content.decode()
    tickets.pause_counter(actor=desk.owner, now=now(), counter=desk.counter, reason="")
    page = client.get("/desk/").content.decode()
    assert "F2" not in page
    assert "先按“继续办理”" in page


def test_undo_when_several_were_received_at_once_then_offered() -> None:
    desk = Desk(FUND)
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert not seen(desk).undoable
    acts.all_received(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert seen(desk).undoable
    assert seen(desk).left == 0


def test_maybe_when_a_name_stands_twice_then_once_and_not_what_is_sure() -> None:
    screen = seen(Desk(FUND, state="called"))
    assert len(screen.maybe) == len(set(screen.maybe))
    assert not set(screen.maybe) & {paper.name for paper in screen.papers}
