"""The manager's and the floor guide's pages in a running hall."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from test_citizen_screens import violations

from conftest import BOARD, DESK, PHONE, RunningHall, Worker

Visitor = Callable[..., Any]
TABLET = {"width": 820, "height": 1180}
QUEUE = "GA-HZ-002"  # an item of it


def _row(page: Any, prefix: str) -> Any:
    return page.locator("#queues tbody tr", has=page.locator("th", has_text=prefix)).first


def _pressed(page: Any, button: Any) -> None:
    with page.expect_navigation():
        button.click()


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_numbers_of_a_queue_when_stopped_with_a_reason_then_the_board_says_it(
    hall: RunningHall, visitor: Visitor, js: bool
) -> None:
    prefix = hall.take(QUEUE)["queue"]["prefix"]
    page, board = visitor(DESK, "manager", js=js), visitor(BOARD, "board1")
    page.goto("/office/")
    row = _row(page, prefix)
    row.locator("[name=reason]").fill("系统维护到十点")
    _pressed(page, row.locator("button", has_text="停号"))
    board.goto("/board/qinghe/")
    board.get_by_text("系统维护到十点").first.wait_for()
    refused = hall.api("kiosk1").post(
        "/halls/qinghe/tickets", json={"item": QUEUE, "channel": "kiosk"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "queue_stopped")
    _pressed(page, _row(page, prefix).locator("button", has_text="恢复取号"))
    assert hall.take(QUEUE)["number"].startswith(prefix)


def test_office_when_somebody_takes_a_number_then_the_figures_follow(
    hall: RunningHall, visitor: Visitor
) -> None:
    page = visitor(DESK, "manager")
    page.goto("/office/")
    page.wait_for_selector(".kpi")
    before = page.inner_text(".kpi")
    hall.take(QUEUE)
    page.wait_for_function("was => document.querySelector('.kpi').innerText !== was", arg=before)


def test_counter_left_open_when_the_manager_closes_it_then_nobody_is_called_there(
    hall: RunningHall, visitor: Visitor
) -> None:
    hall.open(5)
    page = visitor(DESK, "manager")
    page.goto("/office/")
    rows = page.locator("#counters tbody tr")
    row = rows.filter(has=page.locator("th .num", has_text="5")).first
    _pressed(page, row.locator("button", has_text="关窗"))
    worker = hall.api("worker5")
    assert worker.get(f"/counters/{hall.counter(5)}").json()["state"] == "closed"
    refused = worker.post(f"/counters/{hall.counter(5)}/call-next", json={})
    assert refused.json()["code"] == "counter_closed"


def test_guide_when_somebody_has_neither_phone_nor_card_then_a_number_in_two_presses(
    hall: RunningHall, visitor: Visitor
) -> None:
    page = visitor(TABLET, "guide1", js=False)
    page.goto("/floor/")
    _pressed(page, page.locator("a.btn", has_text="取号").first)
    _pressed(page, page.locator("button", has_text="取号").first)
    number = page.url.partition("number=")[2]
    assert page.get_by_text(number).count()
    assert any(number in line for line in page.locator("[class*=banner]").all_inner_texts())


def test_guide_when_a_passed_person_is_found_then_brought_back_into_the_line(
    hall: RunningHall, visitor: Visitor, worker: Worker
) -> None:
    ticket = hall.take(QUEUE)
    worker.call_until(ticket["id"])
    for _ in range(2):
        worker.do(ticket["id"], "recall")
    assert worker.do(ticket["id"], "pass").status_code == 200
    page = visitor(TABLET, "guide1")
    page.goto("/floor/")
    row = page.locator("#needs li", has_text=ticket["number"])
    _pressed(page, row.locator("button", has_text="带回队里"))
    seen = hall.api("guide1").get(f"/tickets/{ticket['id']}").json()
    assert seen["state"] == "waiting"


def test_guide_when_one_sent_away_returns_then_first_in_line(
    hall: RunningHall, visitor: Visitor, worker: Worker
) -> None:
    ticket = hall.take(QUEUE)
    worker.call_until(ticket["id"])
    worker.do(ticket["id"], "start")
    assert worker.do(ticket["id"], "send-away", reason="回家取户口簿").status_code == 200
    page = visitor(PHONE, "guide1")
    page.goto(f"/floor/?number={ticket['number']}")
    _pressed(page, page.locator("main button", has_text="回来了").first)
    seen = hall.api("guide1").get(f"/tickets/{ticket['id']}").json()
    assert (seen["state"], seen["front"]) == ("waiting", "returned")


def test_staff_pages_have_no_axe_violation_and_no_sideways_scroll(
    hall: RunningHall, visitor: Visitor
) -> None:
    hall.take(QUEUE)
    wrong = {}
    for user, size, address in (
        ("manager", DESK, "/office/"),
        ("guide1", TABLET, "/floor/"),
        ("guide1", PHONE, "/floor/"),
        ("guide1", PHONE, f"/floor/take/{QUEUE}/"),
    ):
        page = visitor(size, user)
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            wrong[address, size["width"]] = [f"{width} px wide"]
        if found := violations(page):
            wrong.setdefault((address, size["width"]), []).extend(found)
    assert wrong == {}
