"""Kiosk and display, at their own sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conftest import BOARD, KIOSK, RunningHall, Worker

ITEM = "GA-HZ-002"
STRIP = {"width": 1920, "height": 540}
Visitor = Callable[..., Any]
Camera = Callable[..., None]
MODES = pytest.mark.parametrize(("mode", "tail"), [("std", ""), ("elder", "-elder")])
PANELS = {
    "identity": "填证件号",
    "phone": "填手机号",
    "other": "替别人办",
    "needs": "需要优先或帮助",
}


def kiosk(visitor: Visitor, mode: str = "std") -> Any:
    page = visitor(KIOSK, "kiosk1")
    page.goto(f"/kiosk/qinghe/?mode={mode}")
    return page


def to_take(page: Any) -> None:
    page.goto(f"/kiosk/qinghe/take/?item={ITEM}")


def filling(page: Any, summary: str) -> Any:
    to_take(page)
    page.click(f"summary:has-text('{summary}')")
    page.wait_for_selector("[data-filling]")
    return page.locator("[data-panel][open]")


@MODES
def test_kiosk(visitor: Visitor, take_picture: Camera, mode: str, tail: str) -> None:
    page = kiosk(visitor, mode)
    take_picture(page, f"kiosk{tail}")
    page.goto("/kiosk/qinghe/items/?department=GA")
    take_picture(page, f"kiosk-items{tail}")
    to_take(page)
    take_picture(page, f"kiosk-take{tail}")
    filling(page, PANELS["identity"])
    for digit in "3208":
        page.click(f"details[open] [data-keypad] [data-key='{digit}']")
    take_picture(page, f"kiosk-identity{tail}")
    to_take(page)
    page.click(".take-now")
    page.wait_for_selector(".yours .no")
    take_picture(page, f"kiosk-done{tail}")


def test_kiosk_where_something_is_filled_in(visitor: Visitor, take_picture: Camera) -> None:
    page = kiosk(visitor)
    page.goto("/kiosk/qinghe/items/")
    take_picture(page, "kiosk-departments")
    page.goto("/kiosk/qinghe/help/")
    take_picture(page, "kiosk-help")
    for name in ("phone", "other", "needs"):
        filling(page, PANELS[name])
        take_picture(page, f"kiosk-{name}")
    panel = filling(page, PANELS["identity"])
    panel.locator("[data-letters-toggle]").click()
    take_picture(page, "kiosk-letters")
    panel.locator(".types > summary").click()
    take_picture(page, "kiosk-papers")


def test_kiosk_that_cannot(hall: RunningHall, visitor: Visitor, take_picture: Camera) -> None:
    page = kiosk(visitor)
    page.goto("/kiosk/qinghe/take/?item=NO-SUCH")
    take_picture(page, "kiosk-error")
    for _ in range(2):
        filling(page, PANELS["phone"])
        for digit in "13900004321":
            page.click(f"details[open] [data-key='{digit}']")
        page.click("[data-panel][open] button:has-text('取号')")
    page.wait_for_selector(".errors")
    take_picture(page, "kiosk-waits-already")
    queue = next(q["id"] for q in hall.board()["queues"] if q["prefix"] == "A")
    manager = hall.api("manager")
    manager.post(f"/queues/{queue}/stop", json={"reason": "户政系统维护，到十点"})
    try:
        to_take(page)
        take_picture(page, "kiosk-stopped")
    finally:
        manager.post(f"/queues/{queue}/start", json={"reason": "恢复"})


def test_kiosk_left_alone(visitor: Visitor, take_picture: Camera) -> None:
    page = visitor(KIOSK, "kiosk1")
    page.clock.install()
    to_take(page)
    page.clock.run_for(61_000)
    page.wait_for_selector(".idle:not([hidden])")
    take_picture(page, "kiosk-idle")


def board(visitor: Visitor, size: dict[str, int] = BOARD) -> Any:
    page = visitor(size, "board1")
    page.goto("/board/qinghe/")
    return page


def test_display_with_one_call_and_strip(
    visitor: Visitor, worker: Worker, take_picture: Camera
) -> None:
    page = board(visitor)
    ticket = worker.call()
    assert ticket is not None
    page.wait_for_selector(f".now-call:has-text('{ticket['number']}')")
    page.wait_for_selector(".now-call >> nth=1", state="detached")
    take_picture(page, "board")
    strip = visitor(STRIP, "board1")
    strip.goto("/board/qinghe/1/")
    take_picture(strip, "board-counter")


def test_display_with_two_calls(
    hall: RunningHall, visitor: Visitor, worker: Worker, take_picture: Camera
) -> None:
    page, upright = board(visitor), board(visitor, KIOSK)
    other = hall.open(2)
    for at in (worker, other):
        assert at.call()
    page.wait_for_selector(".now-call >> nth=1")
    take_picture(page, "board-two")
    take_picture(upright, "board-portrait")
    other.leave()


def test_display_that_says_what_is_wrong(
    hall: RunningHall, visitor: Visitor, take_picture: Camera
) -> None:
    queue = next(q["id"] for q in hall.board()["queues"] if q["prefix"] == "L")
    manager, page = hall.api("manager"), board(visitor)
    manager.post(f"/queues/{queue}/stop", json={"reason": "社会事务系统维护，到下午两点"})
    try:
        page.wait_for_selector(".stops:has-text('社会事务')")
        take_picture(page, "board-stopped")
    finally:
        manager.post(f"/queues/{queue}/start", json={"reason": "恢复"})
    page.route("**/live?**", lambda route: route.abort())
    page.route("**/board/qinghe/now/", lambda route: route.abort())
    page.goto("/board/qinghe/")
    page.wait_for_selector("[data-live-status][data-state=off]", timeout=20_000)
    take_picture(page, "board-lost")
