"""Two workers on one ticket: one has it, the other is told in words, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from test_desk_keys import CALLED, IDLE, ITEM, at_desk, called, finish_called, serve_all

from conftest import RunningHall

Visitor = Callable[..., Any]
CHECKED = "[data-papers] .yes[aria-pressed=true]"
HERE, TOLD = CALLED, "#refusal .banner"
# A part on its way, or so new that its forms are not yet bound.
UNSETTLED = ".htmx-request, .htmx-added, .htmx-settling"


def _two_desks(visitor: Visitor, hall: RunningHall) -> tuple[Any, Any]:
    return at_desk(visitor, hall, 1), at_desk(visitor, hall, 2)


def _one_of(pages: tuple[Any, Any]) -> tuple[Any, Any]:
    """Who has the ticket, and who was told that it is gone."""
    for page in pages:
        page.wait_for_selector(f"{HERE}, {TOLD}")
    have = [page for page in pages if page.locator(HERE).count()]
    assert len(have) == 1, "exactly one of two has the ticket"
    other = next(page for page in pages if page is not have[0])
    other.wait_for_selector(TOLD)
    return have[0], other


def _done(page: Any) -> None:
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(IDLE)


def test_call_when_two_press_f2_at_once_then_one_has_the_ticket_and_the_other_is_told(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    serve_all(hall, 2)
    pages = _two_desks(visitor, hall)
    ticket = hall.take(ITEM)
    for page in pages:
        page.locator(".queue", has_text=ticket["number"]).wait_for()
        page.wait_for_selector(UNSETTLED, state="detached")
    for page in pages:
        page.keyboard.press("F2")
    winner, loser = _one_of(pages)
    assert winner.inner_text(HERE) == ticket["number"]
    assert f"{ticket['number']} 刚被" in loser.inner_text(TOLD)
    assert loser.locator(".idle").count() == 1
    loser.locator(".queue", has_text=ticket["number"]).wait_for(state="detached")
    assert loser.locator(TOLD).count() == 1, "said until the next key, also when the line moves"
    number = int(winner.inner_text(".head b").split()[0])
    view = hall.api("worker1").get(f"/tickets/{ticket['id']}").json()
    assert (view["state"], view["counter"]["number"]) == ("called", number)
    finish_called(winner)


def test_call_when_the_line_moves_before_its_answer_then_told_and_the_keys_go_on(
    hall: RunningHall, visitor: Visitor
) -> None:
    """A slow answer: meanwhile another counter has the ticket, and the line says so."""
    serve_all(hall, 1)
    serve_all(hall, 2)
    page, routes = at_desk(visitor, hall, 1), []
    ticket = hall.take(ITEM)
    page.locator(".queue", has_text=ticket["number"]).wait_for()
    page.wait_for_selector(UNSETTLED, state="detached")
    page.route("**/desk/call/", lambda route: routes.append(route), times=1)
    page.keyboard.press("F2")
    while not routes:
        page.wait_for_timeout(20)
    other = hall.open(2)
    other.call_until(ticket["id"])
    page.wait_for_timeout(1500)  # the news comes by stream or by polling
    routes[0].continue_()
    page.wait_for_selector(TOLD)
    assert f"{ticket['number']} 刚被 2 号窗口叫走" in page.inner_text(TOLD)
    page.locator(".queue", has_text=ticket["number"]).wait_for(state="detached")
    other.finish(ticket["id"])
    other.close()
    after = hall.take(ITEM)
    page.locator(".queue", has_text=after["number"]).wait_for()
    assert called(page) == after["number"]
    finish_called(page)


def test_held_ticket_when_two_go_on_with_it_at_once_then_one_does_with_every_mark(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    serve_all(hall, 2)
    ticket = hall.take(ITEM)
    pages = _two_desks(visitor, hall)
    assert called(pages[0]) == ticket["number"]
    pages[0].keyboard.press("1")
    pages[0].wait_for_selector(CHECKED)
    pages[0].locator(".calls button", has_text="挂起").click()
    pages[0].wait_for_selector(IDLE)
    buttons = []
    for page in pages:
        page.goto(f"/desk/scan/?text={ticket['number']}")
        buttons.append(page.locator("main button", has_text="继续办"))
        buttons[-1].wait_for()
    for page in pages:  # pressed without waiting for what comes of it
        page.evaluate("[...document.querySelectorAll('main button')][0].click()")
    winner, loser = _one_of(pages)
    assert "办理中" in loser.inner_text(TOLD)
    winner.wait_for_selector(CHECKED)
    assert winner.locator(CHECKED).count() == 1
    _done(winner)


def test_page_left_open_when_the_person_sits_elsewhere_then_its_key_changes_nothing(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    serve_all(hall, 2)
    ticket = hall.take(ITEM)
    left, right = _two_desks(visitor, hall)
    assert called(left) == ticket["number"]
    left.keyboard.press("1")
    left.wait_for_selector(CHECKED)
    left.route("**/desk/line/*", lambda route: route.abort())
    worker = hall.api("worker1")
    assert worker.post(f"/tickets/{ticket['id']}/hold", json={}).status_code == 200
    right.goto(f"/desk/scan/?text={ticket['number']}")
    right.locator("main button", has_text="继续办").click()
    right.wait_for_selector(CHECKED)
    left.keyboard.press("1")
    left.wait_for_selector(TOLD)
    assert "2 号窗口" in left.inner_text(TOLD)
    right.reload()
    right.wait_for_selector(CHECKED)
    _done(right)
