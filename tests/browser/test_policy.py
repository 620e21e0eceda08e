"""What pages ask for and the browser says about it: nothing is refused, nothing goes wrong."""

from __future__ import annotations

from typing import Any

from test_desk_keys import CALLED, IDLE, Visitor, at_desk, serve_all

from conftest import BOARD, DESK, KIOSK, PHONE, RunningHall

# As the browser itself and its extensions leave elements that they hid or stretched once.
TOUCHED = """() => { for (const one of document.querySelectorAll('.desk [id]'))
  { one.style.height = '1px'; one.style.height = ''; } }"""


def complaints_of(page: Any) -> list[str]:
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    return said


def test_console_when_pages_are_opened_and_news_come_then_it_is_silent(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    phone, board, kiosk = visitor(PHONE), visitor(BOARD, "board1"), visitor(KIOSK, "kiosk1")
    office = visitor(DESK, "manager")
    said = [one for page in (phone, board, kiosk, office) for one in [complaints_of(page)]]
    board.goto("/board/qinghe/")
    kiosk.goto("/kiosk/qinghe/")
    office.goto("/office/")
    for address in ("/", "/items/?q=身份证", "/items/GA-HZ-002/", "/items/GA-HZ-002/take/"):
        phone.goto(address)
    phone.fill("[name=code]", hall.board()["code"])
    phone.click("button:has-text('取号')")
    number = phone.inner_text("#ticket .no")
    worker = hall.open(1)
    worker.call_until(phone.url.rstrip("/").rsplit("/", 1)[1])
    phone.wait_for_selector(".ticket-turn")
    board.wait_for_selector(f".now-call .no:text-is('{number}')")
    worker.close()
    phone.wait_for_selector("[data-state=done]")
    assert said == [[]] * 4


def test_desk_when_an_element_was_touched_by_the_browser_then_its_style_is_not_carried_over(
    hall: RunningHall, visitor: Visitor
) -> None:
    """htmx would write the old element's style into the new one, which the policy refuses."""
    serve_all(hall, 1)
    hall.take("GA-HZ-002")
    page = at_desk(visitor, hall, 1)
    said = complaints_of(page)
    page.keyboard.press("F2")
    page.wait_for_selector(CALLED)
    page.evaluate(TOUCHED)
    page.keyboard.press("1")
    page.wait_for_selector("[data-papers] .yes[aria-pressed=true]")
    page.evaluate(TOUCHED)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(IDLE)
    assert said == []
