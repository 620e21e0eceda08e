"""Numbers stand in the hall's digits on every screen, on a first visit over a slow line, too."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Error
from test_desk_keys import Visitor

from conftest import BOARD, KIOSK, PHONE, RunningHall, Worker

FONT = "Barlow Semi Condensed"
SLOW = {"offline": False, "latency": 250, "downloadThroughput": -1, "uploadThroughput": -1}


def others(page: Any, selector: str) -> dict[str, list[str]]:
    """Fonts that were really drawn, of what is shown in others than the hall's digits."""
    for _attempt in range(3):
        try:
            return _others(page, selector)
        except Error as problem:  # news came, and the nodes are others
            page.wait_for_timeout(200)
            last = problem
    raise last


def _others(page: Any, selector: str) -> dict[str, list[str]]:
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
    assert nodes, selector
    found = {}
    for node in nodes:
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        drawn = [font["familyName"] for font in fonts]
        if not all(name.startswith(FONT) for name in drawn):
            found[session.send("DOM.getOuterHTML", {"nodeId": node})["outerHTML"]] = drawn
    return found


def slowly(page: Any, address: str) -> Any:
    """A first visit: nothing is kept from before."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(600)
    return page


def test_my_ticket_when_opened_for_the_first_time_then_its_number_is_in_the_digits(
    hall: RunningHall, visitor: Visitor, worker: Worker
) -> None:
    ticket = hall.take()
    page = slowly(visitor(PHONE), f"/t/{ticket['id']}/")
    assert others(page, ".ticket .no, .ticket .num") == {}
    worker.call_until(ticket["id"])
    page.wait_for_selector(".ticket-turn")
    assert others(page, ".ticket .no, .ticket .num") == {}
    page = slowly(visitor(PHONE), f"/t/{ticket['id']}/")
    assert page.locator(".ticket-turn").count() == 1
    assert others(page, ".ticket .no, .ticket .num") == {}
    worker.finish(ticket["id"])


def test_board_and_kiosk_when_opened_then_their_numbers_are_in_the_digits(
    hall: RunningHall, visitor: Visitor, worker: Worker
) -> None:
    ticket = hall.take()
    worker.call_until(ticket["id"])
    board = slowly(visitor(BOARD, "board1"), "/board/qinghe/")
    assert others(board, ".now-call .no, .num, .last .row:not(.caption) > span") == {}
    kiosk = slowly(visitor(KIOSK, "kiosk1"), "/kiosk/qinghe/")
    assert others(kiosk, ".num") == {}
    kiosk.goto("/kiosk/qinghe/take/?item=GA-HZ-002")
    kiosk.click(".take-now")
    kiosk.wait_for_selector(".yours .no")
    kiosk.wait_for_timeout(600)
    assert others(kiosk, ".yours .no, .num") == {}
    worker.finish(ticket["id"])
