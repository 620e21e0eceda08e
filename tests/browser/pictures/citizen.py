"""What a citizen sees on the phone, from the first question to the rating, in both modes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conftest import PHONE, RunningHall, Worker

ITEM = "GA-HZ-002"
A4 = {"width": 794, "height": 1123}
Visitor = Callable[..., Any]
Camera = Callable[..., None]
MODES = pytest.mark.parametrize(("mode", "tail"), [("std", ""), ("elder", "-elder")])
PAGES = [
    ("portal", "/", True),
    ("search", "/items/?q=身份证过期", False),
    ("guide", f"/items/{ITEM}/", False),
    ("questions", "/items/GJJ-001/questions/", False),
    ("list", "/items/GJJ-001/list/?a=reason~buy", True),
    ("take", f"/items/{ITEM}/take/", False),
    ("error-404", "/items/NO-SUCH/", False),
]


def phone(visitor: Visitor, mode: str = "std", js: bool = True) -> Any:
    page = visitor(PHONE, js=js, dense=2)
    page.goto(f"/?mode={mode}")
    return page


def numbered(hall: RunningHall, page: Any, item: str = ITEM, here: bool = True) -> str:
    """A number of this phone's own, with the arrival code or from elsewhere; its id."""
    page.goto(f"/items/{item}/take/" + (f"?code={hall.board()['code']}" if here else ""))
    page.click("button:has-text('取号') >> nth=0")
    return str(page.url.split("/t/")[1].strip("/"))


@MODES
def test_pages_before_the_number(
    visitor: Visitor, take_picture: Camera, mode: str, tail: str
) -> None:
    page = phone(visitor, mode)
    for name, address, full in PAGES:
        page.goto(address)
        take_picture(page, f"{name}{tail}", full)


def test_whole_guide_on_screen_and_on_paper(visitor: Visitor, take_picture: Camera) -> None:
    page = phone(visitor)
    page.goto(f"/items/{ITEM}/")
    take_picture(page, "guide-full", full=True)
    paper = visitor(A4)
    paper.goto(f"/items/{ITEM}/")
    paper.emulate_media(media="print")
    take_picture(paper, "guide-print")


def test_guide_and_form_of_a_stopped_queue(
    hall: RunningHall, visitor: Visitor, take_picture: Camera
) -> None:
    queue = next(q["id"] for q in hall.board()["queues"] if q["prefix"] == "L")
    manager, page = hall.api("manager"), phone(visitor)
    reason = {"reason": "社会事务系统维护，到下午两点"}
    assert manager.post(f"/queues/{queue}/stop", json=reason).status_code == 200
    try:
        page.goto("/items/MZ-002/")
        take_picture(page, "guide-stopped")
        page.goto("/items/MZ-002/take/")
        take_picture(page, "take-stopped")
    finally:
        manager.post(f"/queues/{queue}/start", json={"reason": "恢复"})


@MODES
def test_ticket_from_elsewhere_and_given_back(
    hall: RunningHall, visitor: Visitor, take_picture: Camera, mode: str, tail: str
) -> None:
    page = phone(visitor, mode)
    ticket = numbered(hall, page, "YB-001", here=False)
    take_picture(page, f"ticket-remote{tail}", full=True)
    if not tail:
        page.goto(f"/t/{ticket}/cancel/")
        take_picture(page, "ticket-cancel")


@MODES
def test_ticket_from_waiting_to_the_rating(
    hall: RunningHall,
    visitor: Visitor,
    worker: Worker,
    call_now: Callable[[str], None],
    take_picture: Camera,
    mode: str,
    tail: str,
) -> None:
    page = phone(visitor, mode)
    ticket = numbered(hall, page)
    take_picture(page, f"ticket-wait{tail}", full=True)
    if not tail:
        plain = phone(visitor, js=False)
        plain.goto(f"/t/{ticket}/")
        take_picture(plain, "ticket-nojs")
    call_now(ticket)
    page.wait_for_selector(".ticket-turn")
    take_picture(page, f"ticket-turn{tail}")
    worker.do(ticket, "start")
    page.wait_for_selector("[data-state=serving]")
    take_picture(page, f"ticket-serving{tail}")
    worker.finish(ticket)
    page.wait_for_selector("text=这次办得怎么样")
    take_picture(page, f"ticket-rate{tail}")
    page.click("#rate button:has-text('非常满意') >> nth=0")
    page.wait_for_selector("text=评价收到了")
    take_picture(page, f"ticket-rated{tail}", full=True)


@MODES
def test_ticket_that_was_passed(
    hall: RunningHall,
    visitor: Visitor,
    worker: Worker,
    call_now: Callable[[str], None],
    take_picture: Camera,
    mode: str,
    tail: str,
) -> None:
    page = phone(visitor, mode)
    ticket = numbered(hall, page)
    call_now(ticket)
    for _ in range(2):
        worker.do(ticket, "recall")
    assert worker.do(ticket, "pass").status_code == 200
    page.wait_for_selector("[data-state=passed]")
    take_picture(page, f"ticket-passed{tail}")


def test_verifying_a_document(visitor: Visitor, take_picture: Camera) -> None:
    page = phone(visitor)
    page.goto("/documents/")
    take_picture(page, "document-ask")
