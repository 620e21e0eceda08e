"""The desk by keys alone, in a running hall: what was pressed is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from test_citizen_screens import violations

from conftest import DESK, RunningHall

ITEM = "GA-HZ-002"
MOST_KEYS, MOST_STOPS = 6, 20
Visitor = Callable[..., Any]
# The whole page, not the live line alone, which may be there before it.
IDLE, CALLED = ".desk[data-ticket=''] .idle", ".desk:not([data-ticket='']) .now .no"

LATER_ESCAPE = "void setTimeout(() => dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'})))"


def at_desk(visitor: Visitor, hall: RunningHall, number: int) -> Any:
    """Logged in, the usual counter opened with Enter on the focused button."""
    page = visitor(DESK, user=f"worker{number}")
    page.goto("/desk/")
    if page.locator(".desk").count() == 0:
        page.keyboard.press("Enter")
    page.wait_for_selector(".has-js .desk")
    return page


def serve_all(hall: RunningHall, number: int) -> None:
    worker = hall.open(number)
    here = worker.client.get(f"/counters/{worker.counter}").json()["ticket"]
    if here:
        worker.finish(here["id"])
    worker.close()


def finish_called(page: Any) -> None:
    """Finished without a key before: asked first, and confirmed once that was read."""
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-question]")
    page.wait_for_timeout(900)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(IDLE)


def called(page: Any) -> str:
    page.keyboard.press("F2")
    page.wait_for_selector(CALLED)
    return str(page.inner_text(".now .no"))


def test_standard_case_when_only_keys_are_pressed_then_six_suffice(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    pressed = []

    def press(key: str) -> None:
        pressed.append(key)
        page.keyboard.press(key)

    press("F2")
    page.wait_for_selector(CALLED)
    press("0")
    page.wait_for_selector("[data-all]:not([hidden])")
    press("Enter")
    page.wait_for_selector("[data-papers] .yes[aria-pressed=true]")
    assert page.locator("[data-papers] [aria-current=true]").count() == 0, "one is still open"
    assert page.locator(".head .state").inner_text() == "办理中"
    done = int(page.inner_text(".head .item b.num"))
    press("Control+Enter")
    page.wait_for_selector(IDLE)
    assert int(page.inner_text(".head .item b.num")) == done + 1
    assert len(pressed) <= MOST_KEYS


def test_tab_when_walking_from_the_first_field_to_finish_then_twenty_stops_suffice(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    called(page)
    page.keyboard.press("1")
    page.wait_for_selector("[data-papers] .yes[aria-pressed=true]")
    page.evaluate("document.querySelector('main .input').focus()")
    stops = 0
    while page.evaluate("document.activeElement.getAttribute('aria-keyshortcuts')") != (
        "Control+Enter"
    ):
        page.keyboard.press("Tab")
        stops += 1
        assert stops <= MOST_STOPS
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(IDLE)


def test_digits_when_pressed_fast_then_each_counts_in_its_order(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    called(page)
    page.keyboard.press("1", delay=5)
    page.wait_for_timeout(120)
    page.keyboard.press("1", delay=5)
    page.wait_for_selector("[data-papers] .no[aria-pressed=true]")
    assert "未带" in page.locator("[data-papers] select").first.input_value()
    page.keyboard.press("1")
    page.wait_for_selector("[data-papers] select", state="detached")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(IDLE)


def test_scan_when_twenty_digits_come_at_once_then_no_shortcut_fires(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    called(page)
    posts: list[str] = []
    page.on("request", lambda r: posts.append(r.url) if r.method == "POST" else None)
    for field in ("", "#note"):
        if field:
            page.focus(field)
        page.keyboard.type("12345678901234567890", delay=4)
        page.wait_for_selector("#refusal .banner")
        page.click("#refusal [data-dismiss]")
    moved = [url for url in posts if "/desk/" in url and "/desk/scan/" not in url]
    assert moved == []
    assert page.input_value("#note") == ""
    assert page.locator("[data-papers] [aria-pressed=true]").count() == 0
    page.evaluate("document.activeElement.blur()")
    finish_called(page)


def test_sheet_when_f9_is_pressed_then_the_print_view_opens_with_its_code(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    called(page)
    with page.context.expect_page(timeout=10_000) as opened:
        page.keyboard.press("F9")
    sheet = opened.value
    sheet.wait_for_load_state()
    found = re.search(r"/desk/print/(\w+)/", sheet.url)
    assert found
    assert sheet.evaluate("document.querySelector('img').naturalWidth") == 576
    assert hall.api().get(f"/documents/{found.group(1)}").status_code == 200
    assert violations(sheet) == []
    assert sheet.evaluate("document.activeElement.hasAttribute('data-print')")
    blue = sheet.evaluate("getComputedStyle(document.activeElement).backgroundColor")
    assert blue == "rgb(11, 74, 158)", "it looks like the house"
    sheet.emulate_media(media="print")
    assert not sheet.locator("h1").is_visible()
    assert sheet.locator("img").is_visible()
    with sheet.expect_event("close"):
        sheet.evaluate(LATER_ESCAPE)
    page.bring_to_front()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(IDLE)


def test_answer_when_the_live_line_took_the_pressed_form_away_then_it_still_lands_in_its_place(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    page.wait_for_selector(".queue li")
    page.evaluate(
        """() => {
          document.querySelector('[aria-keyshortcuts=F2]').click();
          const line = document.getElementById('line');
          line.replaceWith(line.cloneNode(true));
        }"""
    )
    page.wait_for_selector(CALLED)
    assert page.locator(".desk .desk, .desk .skip").count() == 0
    assert page.locator("header.head").count() == 1
    finish_called(page)


def test_stale_page_when_the_ticket_is_gone_then_the_key_is_refused_in_words(
    hall: RunningHall, visitor: Visitor
) -> None:
    worker = hall.open(1)
    worker.close()
    ticket = hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    called(page)
    page.route("**/desk/line/*", lambda route: route.abort())
    worker.finish(ticket["id"])
    page.keyboard.press("1")
    page.wait_for_selector("#refusal .banner")


def test_second_screen_when_the_visit_ends_then_the_tap_rates_and_the_desk_learns_nothing(
    hall: RunningHall, visitor: Visitor
) -> None:
    worker = hall.open(2)
    worker.close()
    worker = hall.open(2)
    ticket = hall.take(ITEM)
    screen = visitor({"width": 1280, "height": 800}, user="second2")
    screen.goto("/second/2/")
    worker.call_until(ticket["id"])
    screen.wait_for_selector(f"text={ticket['number']}")
    worker.do(ticket["id"], "start")
    opened = worker.client.post("/cases", json={"item": ITEM, "ticket": ticket["id"]}).json()
    screen.wait_for_selector(".matter .rows")
    marks = [{"id": opened["requirements"][0]["id"], "state": "checked"}]
    marked = worker.client.post(f"/cases/{opened['id']}/requirements", json={"marks": marks})
    assert marked.status_code == 200, marked.text
    screen.wait_for_selector(".matter .tag-green")
    worker.finish(ticket["id"])
    screen.wait_for_selector(".rate")
    before = hall.api("manager").get("/halls/qinghe").status_code
    screen.click(".rate button >> nth=0")
    screen.wait_for_selector("text=谢谢")
    assert before == 200
    screen.click("text=重新选")
    screen.wait_for_selector(".rate")
    assert screen.locator(".rate [aria-pressed]").count() == 0, "what was given is not shown"
    screen.click(".rate button >> nth=4")
    screen.wait_for_selector("text=谢谢")
    assert screen.goto("/second/1/").status == 403
    shown = worker.client.get(f"/tickets/{ticket['id']}").text
    assert "rating" not in shown
    worker.client.post(f"/counters/{worker.counter}/close", json={})
