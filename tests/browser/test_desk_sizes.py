"""The desk zoomed in, on small screens, in the dark of a failure: no action is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from test_citizen_screens import violations
from test_desk_keys import IDLE, ITEM, at_desk, called, serve_all

from conftest import DESK, RunningHall

Visitor = Callable[..., Any]
# 1366 × 768 at 100, 125, 150, 175 and 200 %.
ZOOMED = [(1366, 768), (1093, 614), (911, 512), (781, 439), (683, 384)]
ACTIONS = [
    ".deeds [aria-keyshortcuts='F9']",
    ".deeds [aria-keyshortcuts='Control+Enter']",
    ".deeds [aria-keyshortcuts='Control+Shift+Enter']",
    ".calls button >> nth=0",
    ".title .add",
    "[data-digit-keys]",
    "[data-papers] .yes",
    "#note",
]
WITHIN = """element => {
  const box = element.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.left >= 0 && box.right <= innerWidth && at !== null
    && (element.contains(at) || at.contains(element));
}"""


@pytest.mark.parametrize(("width", "height"), ZOOMED)
def test_desk_when_zoomed_then_every_action_can_be_reached(
    hall: RunningHall, visitor: Visitor, width: int, height: int
) -> None:
    serve_all(hall, 1)
    hall.take(ITEM)
    page = at_desk(visitor, hall, 1)
    called(page)
    page.keyboard.press("1")
    page.wait_for_selector("[data-papers] .yes[aria-pressed=true]")
    page.set_viewport_size({"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for action in ACTIONS:
        control = page.locator(action).first
        control.evaluate("element => element.scrollIntoView({block: 'center'})")
        assert control.evaluate(WITHIN), action
    if width > 760:
        finish = page.locator(ACTIONS[1]).bounding_box()
        assert finish["y"] + finish["height"] <= height, "always there, without scrolling"
    if 760 < width <= 1200:
        page.click(".head .narrow")
        page.locator(".help a", has_text="受理条件").wait_for()
        assert page.locator(ACTIONS[1]).evaluate(WITHIN), "hints never cover the finish"
        page.locator(".help .close a").click()
        page.locator(".help a", has_text="受理条件").wait_for(state="hidden")
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(IDLE)


def test_self_check_when_the_stream_is_there_then_told_and_else_shown_as_failed(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    page = visitor(DESK, user="worker1")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto("/desk/")
    line = page.locator("[data-check=live]")
    line.locator("text=实时通道正常").wait_for()
    assert line.locator(".good").is_visible()
    assert not line.locator(".wrong").is_visible()
    assert complaints == []
    page.route("**/live?*", lambda route: route.abort())
    page.reload()
    line.locator("text=实时通道断开").wait_for()
    assert line.locator(".wrong").is_visible()
    assert not line.locator(".good").is_visible()


def test_counter_when_somebody_else_closes_it_then_the_desk_begins_anew(
    hall: RunningHall, visitor: Visitor
) -> None:
    serve_all(hall, 1)
    page = at_desk(visitor, hall, 1)
    page.wait_for_selector(IDLE)
    manager = hall.api("manager")
    closed = manager.post(f"/counters/{hall.counter(1)}/close", json={})
    assert closed.status_code == 200
    page.locator("text=开哪个窗口").wait_for()
