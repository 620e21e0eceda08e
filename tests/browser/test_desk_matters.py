"""Several matters of one ticket at the desk: each has its own list, sheet and case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from test_desk_keys import IDLE, ITEM, at_desk, called, serve_all

from conftest import DESK, RunningHall

OTHER = "GA-HZ-005"
ASKED = "main [name=without]"
CHECKED, MISSING = ".yes[aria-pressed=true]", ".no[aria-pressed=true]"
Visitor = Callable[..., Any]


def _two_matters(hall: RunningHall, visitor: Visitor) -> tuple[Any, dict[str, Any]]:
    """A ticket for one thing at counter 1, to which the worker adds another."""
    serve_all(hall, 1)
    ticket = hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    assert called(page) == ticket["number"]
    page.keyboard.press("1")
    page.wait_for_selector(f"[data-papers] {CHECKED}")
    page.click(".title .add")
    page.wait_for_selector("#q")
    page.fill("#q", "居住证申领")
    with page.expect_response(lambda answer: "q=" in answer.url):
        page.keyboard.press("Enter")
    page.locator("#q[value='居住证申领']").wait_for()
    page.locator(f".picks form:has([value='{OTHER}']) [value=add]").click()
    _shown(page, OTHER)
    return page, ticket


def _read(page: Any) -> None:
    """The question is there, for as long as it takes to read it."""
    page.wait_for_selector(ASKED)
    page.wait_for_timeout(900)


def _shown(page: Any, code: str) -> None:
    page.wait_for_selector(f".desk[data-home$='matter={code}'] .matters [aria-current]")


def test_matter_when_added_then_its_marks_are_its_own_and_the_ticket_ends_once(
    hall: RunningHall, visitor: Visitor
) -> None:
    page, ticket = _two_matters(hall, visitor)
    assert page.locator(".matters a").count() == 2
    assert page.locator(f"[data-papers] {CHECKED}").count() == 0
    page.keyboard.press("1")
    page.wait_for_selector(f"[data-papers] {CHECKED}")
    page.keyboard.press("-")
    _shown(page, ITEM)
    page.keyboard.press("1")
    page.wait_for_selector(f"[data-papers] {MISSING}")
    page.click(".matters a:not([aria-current])")
    _shown(page, OTHER)
    assert page.locator(f"[data-papers] {CHECKED}").count() == 1
    assert page.locator(f"[data-papers] {MISSING}").count() == 0
    page.reload()
    _shown(page, OTHER)
    done = int(page.inner_text(".head .item b.num"))
    page.keyboard.press("Control+Enter")
    _read(page)
    assert "缺 1 样，还没打一次性告知单" in page.inner_text("main")
    with page.context.expect_page() as opened:
        page.keyboard.press("F9")
    opened.value.close()
    page.bring_to_front()
    page.wait_for_selector(".desk:not([data-opened])")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(IDLE)
    assert int(page.inner_text(".head .item b.num")) == done + 1
    assert hall.api("worker1").get(f"/tickets/{ticket['id']}").json()["state"] == "done"


def test_digit_when_pressed_right_after_switching_then_it_marks_the_matter_switched_to(
    hall: RunningHall, visitor: Visitor
) -> None:
    page, _ticket = _two_matters(hall, visitor)
    page.evaluate(
        """() => {
          const send = XMLHttpRequest.prototype.send;
          XMLHttpRequest.prototype.send = function (body) { setTimeout(() => send.call(this, body), 600); };
        }"""
    )
    page.keyboard.press("-")
    page.wait_for_timeout(90)  # slower than a scanner, quicker than the page
    page.keyboard.press("1")
    page.wait_for_selector(f"[data-papers] {MISSING}")
    _shown(page, ITEM)
    page.keyboard.press("-")
    _shown(page, OTHER)
    assert page.locator("[data-papers] [aria-pressed=true]").count() == 0
    page.keyboard.press("Control+Enter")
    _read(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(IDLE)


def test_finish_when_a_matter_was_never_begun_then_the_keys_are_asked_once(
    hall: RunningHall, visitor: Visitor
) -> None:
    page, ticket = _two_matters(hall, visitor)
    view = f"/tickets/{ticket['id']}"
    for _twice in range(2):  # pressed by nerves: what was not read is not confirmed
        page.keyboard.press("Control+Shift+Enter")
    page.wait_for_selector(ASKED)
    page.wait_for_timeout(500)
    assert "居住证" in page.inner_text("main")
    assert page.evaluate("document.activeElement.name") == "without"
    assert page.evaluate("document.documentElement.scrollHeight") <= 768
    page.keyboard.press("Escape")
    _shown(page, OTHER)
    assert hall.api("worker1").get(view).json()["state"] == "serving"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(ASKED)
    page.click("main [data-matter]")
    _shown(page, OTHER)
    page.keyboard.press("Control+Enter")
    _read(page)
    page.keyboard.press("Enter")
    page.wait_for_selector(IDLE)
    assert hall.api("worker1").get(view).json()["state"] == "done"


@pytest.mark.parametrize("asked", ["Control+Enter", "Control+Shift+Enter"])
def test_finish_when_confirmed_by_the_other_key_then_as_that_key_says(
    hall: RunningHall, visitor: Visitor, asked: str
) -> None:
    page, ticket = _two_matters(hall, visitor)
    following = hall.take(ITEM)
    page.keyboard.press(asked)
    _read(page)
    confirmed = "Control+Enter" if "Shift" in asked else "Control+Shift+Enter"
    page.keyboard.press(confirmed)
    page.locator(ASKED).first.wait_for(state="detached")
    assert hall.api("worker1").get(f"/tickets/{ticket['id']}").json()["state"] == "done"
    calls = "Shift" in confirmed
    state = hall.api("worker1").get(f"/tickets/{following['id']}").json()["state"]
    assert state == ("called" if calls else "waiting")
    if not calls:
        page.wait_for_selector(IDLE)


def test_finish_when_there_is_no_script_then_asked_on_a_page_and_done_by_its_button(
    hall: RunningHall, visitor: Visitor
) -> None:
    _page, ticket = _two_matters(hall, visitor)
    plain = visitor(DESK, user="worker1", js=False)
    plain.goto("/desk/")
    plain.click(".deeds .btn-p")
    plain.click("main [data-stay]")
    plain.click(".deeds .btn-p")
    plain.click(ASKED)
    plain.wait_for_selector(".idle")
    assert hall.api("worker1").get(f"/tickets/{ticket['id']}").json()["state"] == "done"


def test_sheet_when_f9_is_pressed_on_the_second_matter_then_it_tells_that_one(
    hall: RunningHall, visitor: Visitor
) -> None:
    page, _ticket = _two_matters(hall, visitor)
    with page.context.expect_page(timeout=10_000) as opened:
        page.keyboard.press("F9")
    sheet = opened.value
    sheet.wait_for_load_state()
    code = sheet.url.rstrip("/").rpartition("/")[2]
    told = hall.api().get(f"/documents/{code}")
    assert told.status_code == 200
    sheet.close()
    page.bring_to_front()
    page.locator(".help a", has_text="一次性告知").wait_for()
    page.keyboard.press("-")
    _shown(page, ITEM)
    assert page.locator(".help a", has_text="一次性告知").count() == 0
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(IDLE)
