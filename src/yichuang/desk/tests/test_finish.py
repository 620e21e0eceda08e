"""Finishing: at once, unless something on the ticket is in doubt."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from yichuang.cases.tests.factories import BIRTH, LABOUR, MARRIAGE
from yichuang.kit.clock import now

from .. import acts, beginning
from .factories import Desk, logged_in

pytestmark = pytest.mark.django_db


def finish(desk: Desk, **sent: str) -> HttpResponse:
    return logged_in(desk.owner).post(f"/desk/ticket/{desk.public_id}/finish/", sent)


def begin(desk: Desk, matter: str = "") -> None:
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket, matter=matter)


def two_matters(state: str = "serving") -> Desk:
    desk = Desk(BIRTH, LABOUR, MARRIAGE, state=state)
    desk.add(LABOUR)
    return desk


@pytest.mark.parametrize("begun", [True, False])
def test_finish_when_there_is_one_matter_then_at_once(begun: bool) -> None:
    desk = Desk()
    if begun:
        begin(desk)
    assert finish(desk)["Location"] == "/desk/"
    assert desk.ticket.state == "done"


def test_finish_when_each_matter_was_begun_then_at_once() -> None:
    desk = two_matters()
    begin(desk)
    begin(desk, LABOUR)
    assert finish(desk)["Location"] == "/desk/"


@pytest.mark.parametrize("state", ["called", "serving"])
def test_finish_when_one_was_never_begun_then_asked_and_done_when_confirmed(state: str) -> None:
    desk = two_matters(state)
    called = "called " if state == "called" else ""
    if state == "serving":
        begin(desk)
    page = finish(desk).content.decode()
    assert "没开始办" in page
    assert "劳务派遣" in page
    assert ("生育登记</b>" in page) == (state == "called"), "what is not begun, and nothing else"
    assert desk.ticket.state == state
    assert finish(desk, without=f"{called}{BIRTH} {LABOUR} ")["Location"] == "/desk/"
    assert desk.ticket.state == "done"


@pytest.mark.parametrize("call", [True, False])
def test_question_when_asked_then_what_was_pressed_is_first_and_the_other_key_is_there(
    call: bool,
) -> None:
    desk = two_matters()
    page = finish(desk, **{"call": "1"} if call else {}).content.decode()
    asked, other = page.split('name="without"')[1:]
    keys = ['"Control+Enter"', '"Control+Shift+Enter"']
    assert keys[call] in asked
    assert "autofocus" in asked
    assert keys[not call] in other
    assert page.index('name="call" value="1"') < page.index(keys[True])
    assert page.count('name="call"') == 1, "the other form only ends"


def test_finish_and_call_when_confirmed_then_the_next_is_called() -> None:
    desk = two_matters()
    begin(desk, LABOUR)
    following = desk.house.take("A", now=now())
    page = finish(desk, call="1").content.decode()
    assert 'name="call" value="1"' in page
    assert f'name="without" value="{BIRTH} "' in page
    assert desk.ticket.state == "serving"
    finish(desk, call="1", without=f"{BIRTH} ")
    following.refresh_from_db()
    assert (desk.ticket.state, following.state) == ("done", "called")


def test_finish_when_another_matter_came_after_the_question_then_asked_again() -> None:
    desk = two_matters()
    begin(desk)
    desk.add(MARRIAGE)
    page = finish(desk, without=LABOUR).content.decode()
    assert "结婚" in page
    assert desk.ticket.state == "serving"


def test_finish_when_it_is_not_this_workers_then_refused_and_nothing_asked() -> None:
    desk = two_matters()
    answer = logged_in(desk.colleague).post(f"/desk/ticket/{desk.public_id}/finish/")
    assert answer.status_code == 409
    assert finish(desk, without=f"{BIRTH} {LABOUR}").status_code == 302
    assert finish(desk).status_code == 409, "a page that was left open"


def test_finish_when_the_ticket_was_only_called_then_asked_and_nothing_moves() -> None:
    desk = Desk(state="called")
    page = finish(desk).content.decode()
    assert "还在叫号，没有开始办；办完了就完成，没来按 F8 过号" in page
    assert 'name="without" value="called "' in page
    assert (desk.ticket.state, desk.ticket.started_at) == ("called", None)
    assert finish(desk, without="called ")["Location"] == "/desk/"
    assert desk.ticket.state == "done"


def missing(desk: Desk, code: str, matter: str = "") -> None:
    at = {"actor": desk.owner, "now": now(), "ticket": desk.ticket, "matter": matter}
    acts.mark(code=code, party="applicant", state="rejected", reason="未带", **at)


def test_finish_when_papers_are_missing_and_no_sheet_was_told_then_named_and_offered() -> None:
    desk = Desk()
    missing(desk, "WJ-001-M01")
    page = finish(desk).content.decode()
    assert "缺 1 样，还没打一次性告知单" in page
    assert "生育登记</b>" in page
    assert f"/sheet/?matter={BIRTH}" in page
    assert page.count('aria-keyshortcuts="F9"') == 1
    assert desk.ticket.state == "serving"
    acts.tell_sheet(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert finish(desk)["Location"] == "/desk/"


def test_finish_when_another_paper_is_missing_since_the_question_then_asked_again() -> None:
    desk = two_matters()
    begin(desk, LABOUR)
    missing(desk, "WJ-001-M01")
    asked = f"{BIRTH}:1 "
    assert f'value="{asked}"' in finish(desk).content.decode()
    missing(desk, "WJ-001-M02")
    assert "缺 2 样" in finish(desk, without=asked).content.decode()
    assert finish(desk, without=f"{BIRTH}:2")["Location"] == "/desk/"
    assert desk.ticket.state == "done"
