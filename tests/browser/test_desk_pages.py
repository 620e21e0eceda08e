"""Pages that the worker opened at the desk: they stay until the worker leaves them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from test_desk_keys import IDLE, ITEM, at_desk, called, finish_called, serve_all

from conftest import RunningHall

Visitor = Callable[..., Any]
OPENED, HOME = ".desk[data-opened] main", ".desk:not([data-opened])"


def _news(hall: RunningHall, page: Any) -> None:
    """Somebody takes a number: the line tells it, whatever stands beside it."""
    ticket = hall.take(ITEM)
    page.locator(".queue", has_text=ticket["number"]).wait_for()
    page.wait_for_timeout(600)


@pytest.mark.parametrize("link", ["暂停、关窗", "查找"])
def test_page_when_the_line_moves_at_a_free_counter_then_it_stays_until_escape(
    hall: RunningHall, visitor: Visitor, link: str
) -> None:
    serve_all(hall, 1)
    page = at_desk(visitor, hall, 1)
    page.wait_for_selector(IDLE)
    page.locator(".head a", has_text=link).click()
    page.wait_for_selector(OPENED)
    field = page.locator("main .input").first
    field.fill("午饭")
    page.evaluate("document.activeElement.blur()")
    _news(hall, page)
    assert field.input_value() == "午饭"
    page.keyboard.press("Escape")
    page.wait_for_selector(f"{HOME} .idle")
    page.locator("main h1", has_text="下一位").wait_for()


@pytest.mark.parametrize("link", [".calls a >> nth=0", ".calls a >> nth=1", ".title .add"])
def test_page_about_a_ticket_when_it_is_moved_elsewhere_then_it_stays_until_escape(
    hall: RunningHall, visitor: Visitor, link: str
) -> None:
    serve_all(hall, 1)
    ticket = hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    called(page)
    page.keyboard.press("1")
    page.wait_for_selector("[data-papers] .yes[aria-pressed=true]")
    page.click(link)
    page.wait_for_selector(OPENED)
    worker = hall.api("worker1")
    assert worker.post(f"/tickets/{ticket['id']}/hold", json={}).status_code == 200
    page.locator(".column[data-ticket='']").wait_for()
    page.wait_for_timeout(600)
    assert page.locator(OPENED).count() == 1
    page.keyboard.press("Escape")
    page.wait_for_selector(f"{HOME} .idle")
    assert worker.post(f"/tickets/{ticket['id']}/resume", json={}).status_code == 200
    page.wait_for_selector(f"{HOME} .now")


@pytest.mark.parametrize("again", ["Control+Enter", "Enter", "Space", "click", "held"])
def test_question_when_answered_before_it_could_be_read_then_nothing_ends(
    hall: RunningHall, visitor: Visitor, again: str
) -> None:
    serve_all(hall, 1)
    ticket = hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    called(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-question]")
    if again == "click":
        page.click("[data-question] .btn-p")
    elif again == "held":
        page.keyboard.down("Enter")  # then repeated, past any dead time
        for _repeat in range(30):
            page.wait_for_timeout(40)
            page.keyboard.down("Enter")
        page.keyboard.up("Enter")
    else:
        page.keyboard.press(again)
    page.wait_for_timeout(600)
    assert page.locator("[data-question]").count() == 1
    state = hall.api("worker1").get(f"/tickets/{ticket['id']}").json()["state"]
    assert state == "called", "nobody came, nobody was served"
    page.keyboard.press("Escape")
    page.wait_for_selector(f"{HOME} .now")
    finish_called(page)


def test_line_when_many_were_passed_on_a_small_screen_then_those_who_wait_are_seen(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    worker = hall.open(1)
    for _ in range(7):
        ticket = hall.take(ITEM)
        worker.call_until(ticket["id"])
        for _again in range(5):
            worker.do(ticket["id"], "recall")
        worker.do(ticket["id"], "pass", reason="没来")
    for _ in range(9):
        hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    page.set_viewport_size({"width": 1093, "height": 614})
    page.wait_for_selector(".missed .short")
    called(page)
    page.keyboard.press("F4")
    page.locator(".now", has_text="第 2 次叫").wait_for()
    box = page.locator(".missed .short").bounding_box()
    assert box["height"] < 50, "one line"
    assert page.evaluate("document.querySelector('.missed').scrollWidth") <= 236
    assert page.locator(".queue").evaluate("e => e.clientHeight / 38") > 6
    finish_called(page)
    serve_all(hall, 1)
