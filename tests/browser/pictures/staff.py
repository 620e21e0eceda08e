"""Floor guide, office, record and administration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conftest import DESK, PHONE, RunningHall, Worker

ITEM = "GA-HZ-002"
TABLET = {"width": 820, "height": 1180}
Visitor = Callable[..., Any]
Camera = Callable[..., None]
ADMINISTRATION = {
    "admin": "/admin/",
    "admin-queues": "/admin/places/queue/",
    "admin-counters": "/admin/places/counter/",
    "admin-staff": "/admin/people/user/",
}


def test_floor(hall: RunningHall, visitor: Visitor, worker: Worker, take_picture: Camera) -> None:
    page = visitor(TABLET, "guide1")
    hall.api("kiosk1").post(
        "/halls/qinghe/tickets", json={"item": ITEM, "channel": "kiosk", "needs": ["wheelchair"]}
    )
    page.goto("/floor/")
    take_picture(page, "floor", full=True)
    page.goto(f"/floor/take/{ITEM}/")
    take_picture(page, "floor-take")
    small = visitor(PHONE, "guide1", dense=2)
    small.goto("/floor/")
    take_picture(small, "floor-phone", full=True)


def test_office(visitor: Visitor, take_picture: Camera) -> None:
    page = visitor(DESK, "manager")
    page.goto("/office/")
    take_picture(page, "office")
    take_picture(page, "office-full", full=True)


def test_record_and_ratings(visitor: Visitor, take_picture: Camera) -> None:
    page = visitor(DESK, "auditor")
    page.goto("/office/events/")
    take_picture(page, "office-events")
    page = visitor(DESK, "investigator")
    page.goto("/office/ratings/?all=1")
    take_picture(page, "office-ratings")
    page.click("a.btn:has-text('核查') >> nth=0")
    take_picture(page, "office-rating")


def test_administration(visitor: Visitor, take_picture: Camera) -> None:
    page = visitor(DESK, "admin")
    for name, address in ADMINISTRATION.items():
        answer = page.goto(address)
        assert answer.status == 200, address
        take_picture(page, name)
    page.goto("/admin/places/hall/")
    page.click("#result_list tbody th a >> nth=0")
    page.wait_for_selector("[name=name]")
    take_picture(page, "admin-hall")
    page.evaluate("document.querySelector('.inline-group').scrollIntoView()")
    take_picture(page, "admin-hours")


def test_signing_in_and_what_is_not_ours(visitor: Visitor, take_picture: Camera) -> None:
    page = visitor(DESK)
    page.goto("/accounts/login/")
    take_picture(page, "login")
    take_picture(visitor(DESK, "approver1"), "login-home")
    page = visitor(DESK, "worker2")
    assert page.goto("/office/").status == 403
    take_picture(page, "error-403")
