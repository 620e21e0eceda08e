"""The manager's and the floor guide's pages in a running hall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from test_citizen_screens import violations

from conftest import BOARD, DESK, PHONE, RunningHall, Worker
from yichuang.devices.simulator import Simulator

Visitor = Callable[..., Any]
TABLET = {"width": 820, "height": 1180}
SMALL_DESK = {"width": 1093, "height": 614}
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
    row.locator("summary", has_text="停号").click()
    row.locator("[name=reason]").fill("系统维护到十点")
    _pressed(page, row.locator("button", has_text="确认停号"))
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


@pytest.mark.parametrize("js", [True, False], ids=["js", "no-js"])
def test_counter_left_open_when_the_manager_closes_it_then_nobody_is_called_there(
    hall: RunningHall, visitor: Visitor, js: bool
) -> None:
    hall.open(5)
    page = visitor(DESK, "manager", js=js)
    page.goto("/office/")
    rows = page.locator("#counters tbody tr")
    row = rows.filter(has=page.locator("th .num", has_text="5")).first
    _pressed(page, row.locator("button", has_text="关窗"))
    worker = hall.api("worker5")
    assert worker.get(f"/counters/{hall.counter(5)}").json()["state"] == "closed"
    refused = worker.post(f"/counters/{hall.counter(5)}/call-next", json={})
    assert refused.json()["code"] == "counter_closed"


def _rated_by_a_citizen(hall: RunningHall, worker: Worker) -> None:
    """A visit of a phone of its own, rated with its key."""
    with httpx.Client(base_url=f"{hall.url}/api/v1", timeout=30) as phone:
        body = {"item": QUEUE, "channel": "phone", "code": hall.board()["code"]}
        taken = phone.post("/halls/qinghe/tickets", json=body).json()
        worker.call_until(taken["id"])
        worker.finish(taken["id"])
        assert phone.post(f"/ratings/{taken['rating_key']}", json={"level": 4}).status_code == 200


def test_ratings_when_fewer_than_five_then_neither_counted_nor_a_mean(
    hall: RunningHall, visitor: Visitor, worker: Worker
) -> None:
    page = visitor(DESK, "manager", js=False)
    value = told = ""
    for _ in range(5):
        _rated_by_a_citizen(hall, worker)
        page.goto("/office/")
        shown = page.locator(".kpi > div", has_text="评价").locator("dd")
        value, told = shown.locator(".num").inner_text(), shown.locator("small").inner_text()
        if value != "–":
            break
        assert told == "满五人评价才显示", "nor how many there are"
    assert int(told.split()[0]) >= 5
    assert 1 <= float(value) <= 5


@contextmanager
def _printer(hall: RunningHall, visitor: Visitor) -> Iterator[Simulator]:
    """Connected by the administrator, who takes it away again: other visits print nothing."""
    with Simulator() as simulator:
        page = visitor(DESK, "admin")
        page.goto("/admin/devices/printer/add/")
        page.fill("[name=name]", "一楼打印机")
        page.fill("[name=host]", "127.0.0.1")
        page.fill("[name=port]", str(simulator.port))
        _pressed(page, page.locator("[name=_save]"))
        try:
            yield simulator
        finally:
            page.goto("/admin/devices/printer/")
            _pressed(page, page.locator("#result_list tbody a").first)
            _pressed(page, page.locator("a.deletelink"))
            _pressed(page, page.locator("#content [type=submit]"))


def _failed_row(page: Any, number: str) -> Any:
    part = page.locator("#needs section", has_text="纸号没打出来")
    return part.locator("li").filter(has_text=number)


def test_failed_slip_when_the_guide_prints_it_again_then_on_paper_and_off_the_list(
    hall: RunningHall, visitor: Visitor
) -> None:
    with _printer(hall, visitor) as printer:
        printer.paper = False
        ticket = hall.take(QUEUE)
        page = visitor(TABLET, "guide1")
        page.goto("/floor/")
        _failed_row(page, ticket["number"]).wait_for()  # the stream or the poll brings it
        office = visitor(DESK, "manager", js=False)
        office.goto("/office/")
        assert "纸号没打出来" in office.locator(".todo").inner_text()
        printer.paper = True
        page = visitor(TABLET, "guide1", js=False)
        page.goto("/floor/")
        _pressed(page, _failed_row(page, ticket["number"]).locator("button", has_text="再打一次"))
        assert printer.wait_for(1, timeout=15)
        seen = visitor(PHONE, "guide1")
        seen.goto("/floor/")
        _failed_row(seen, ticket["number"]).wait_for(state="detached")


def test_guide_when_somebody_has_neither_phone_nor_card_then_a_number_in_two_presses(
    hall: RunningHall, visitor: Visitor
) -> None:
    page = visitor(TABLET, "guide1", js=False)
    page.goto("/floor/")
    _pressed(page, page.locator("#take a.btn", has_text="取号").first)
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


def test_guides_page_when_many_need_something_then_its_two_columns_end_together(
    hall: RunningHall, visitor: Visitor
) -> None:
    page = visitor(TABLET, "guide1")
    page.goto("/floor/")
    cards = page.evaluate("""() => [...document.querySelectorAll('.two-columns .card')].map((card) => {
      const box = card.getBoundingClientRect();
      return [Math.round(box.left), box.bottom, box.height];
    })""")
    ends = {left: max(end for at, end, _tall in cards if at == left) for left, _end, _tall in cards}
    assert len(ends) == 2
    assert max(ends.values()) - min(ends.values()) <= max(tall for _left, _end, tall in cards)


def test_staff_pages_have_no_axe_violation_and_no_sideways_scroll(
    hall: RunningHall, visitor: Visitor
) -> None:
    number = hall.take(QUEUE)["number"]
    wrong = {}
    for user, size, address in (
        ("manager", DESK, "/office/"),
        ("manager", SMALL_DESK, "/office/"),
        ("manager", TABLET, "/office/"),
        ("manager", PHONE, "/office/"),
        ("guide1", TABLET, "/floor/"),
        ("guide1", PHONE, "/floor/"),
        ("guide1", PHONE, f"/floor/take/{QUEUE}/"),
        ("guide1", TABLET, f"/floor/?number={number}"),
        ("guide1", TABLET, "/floor/purpose/report/"),
        ("auditor", DESK, "/office/events/"),
        ("auditor", PHONE, "/office/events/"),
        ("investigator", DESK, "/office/ratings/?all=1"),
        ("investigator", PHONE, "/office/ratings/?all=1"),
    ):
        page = visitor(size, user)
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            wrong[address, size["width"]] = [f"{width} px wide"]
        if found := violations(page):
            wrong.setdefault((address, size["width"]), []).extend(found)
    assert wrong == {}
