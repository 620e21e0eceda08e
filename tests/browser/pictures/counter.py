"""The desk and the screen that faces the citizen there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conftest import DESK, Worker

ITEM, OTHER, MOVES = "GA-HZ-002", "GA-HZ-005", "GA-HZ-003"
SMALL_DESK = {"width": 1093, "height": 614}
SECOND = {"width": 1280, "height": 800}
Visitor = Callable[..., Any]
Camera = Callable[..., None]


def at_desk(visitor: Visitor) -> Any:
    page = visitor(DESK, user="worker1")
    page.goto("/desk/")
    page.wait_for_selector(".has-js .desk")
    return page


def called(worker: Worker, page: Any, item: str) -> str:
    """Whoever is next is called and has come for `item`; the ticket's id."""
    ticket = worker.call()
    assert ticket is not None, "nobody waits"
    changed = worker.do(ticket["id"], "change-item", item=item)
    assert changed.status_code == 200, changed.text
    page.reload()
    page.wait_for_selector(".desk:not([data-ticket='']) .now .no")
    return str(ticket["id"])


def press(page: Any, key: str) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press(key)
    page.wait_for_timeout(400)


def test_desk_before_it_opens(visitor: Visitor, take_picture: Camera) -> None:
    page = visitor(DESK, user="worker2")
    page.goto("/desk/")
    page.locator("text=实时通道正常").wait_for()
    take_picture(page, "desk-open")


def test_desk_with_a_visit(
    visitor: Visitor, worker: Worker, people: list[dict[str, Any]], take_picture: Camera
) -> None:
    page = at_desk(visitor)
    take_picture(page, "desk-idle")
    ticket = called(worker, page, MOVES)
    take_picture(page, "desk-called")
    page.click("a[href*='transfer']")
    page.wait_for_selector("#to")
    take_picture(page, "desk-transfer")
    page.goto("/desk/")
    page.wait_for_selector(".has-js .desk")
    press(page, "Control+Enter")
    page.wait_for_selector("main [name=without]")
    take_picture(page, "desk-finish")
    page.goto("/desk/")
    worker.do(ticket, "start")
    opened = worker.client.post("/cases", json={"item": MOVES, "ticket": ticket, "parties": people})
    assert opened.status_code == 201, opened.text
    page.reload()
    press(page, "1")
    press(page, "2")
    press(page, "2")
    take_picture(page, "desk")
    small = page.context.new_page()
    small.set_viewport_size(SMALL_DESK)
    small.goto("/desk/")
    take_picture(small, "desk-1093x614")
    small.close()
    worker.finish(ticket)


def test_desk_and_second_screen_with_two_matters(
    visitor: Visitor, worker: Worker, take_picture: Camera
) -> None:
    screen = visitor(SECOND, user="second1")
    screen.goto("/second/1/")
    take_picture(screen, "second-idle")
    page = at_desk(visitor)
    ticket = called(worker, page, ITEM)
    take_picture(screen, "second-called")
    press(page, "1")
    screen.wait_for_selector(".matter .rows")
    take_picture(screen, "second")
    added = worker.do(ticket, "add-matter", item=OTHER)
    assert added.status_code in (200, 201), added.text
    page.goto(f"/desk/?matter={OTHER}")
    page.wait_for_selector(f".has-js .desk[data-home$='matter={OTHER}'] .matters [aria-current]")
    press(page, "1")
    take_picture(page, "desk-matters")
    take_picture(screen, "second-matters")
    worker.finish(ticket)
    screen.wait_for_selector(".rate")
    take_picture(screen, "second-rate")
    screen.click(".rate button >> nth=0")
    screen.wait_for_selector("text=谢谢")
    take_picture(screen, "second-thanks")
