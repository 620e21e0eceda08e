"""The one-time sheet, and the pages that papers are verified on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conftest import DESK, PHONE, RunningHall, Worker

MOVES, HERE = "GA-HZ-003", "WJ-001"
Visitor = Callable[..., Any]
Camera = Callable[..., None]


def test_one_time_sheet(
    hall: RunningHall,
    visitor: Visitor,
    worker: Worker,
    call_now: Callable[[str], None],
    people: list[dict[str, Any]],
    take_picture: Camera,
    keep_picture: Camera,
) -> None:
    ticket = str(hall.take(MOVES)["id"])
    call_now(ticket)
    worker.do(ticket, "start")
    opened = worker.client.post("/cases", json={"item": MOVES, "ticket": ticket, "parties": people})
    assert opened.status_code == 201, opened.text
    page = visitor(DESK, user="worker1")
    page.goto("/desk/")
    page.wait_for_selector(".has-js .desk [data-papers]")
    with page.context.expect_page() as view:
        page.keyboard.press("F9")
    sheet = view.value
    sheet.wait_for_load_state()
    take_picture(sheet, "desk-print")
    code = sheet.url.rstrip("/").rpartition("/")[2]
    keep_picture(page.request.get(f"/documents/{code}/slip.png").body(), "sheet")
    phone = visitor(PHONE, dense=2)
    phone.goto(f"/documents/{code}/")
    take_picture(phone, "sheet-phone", full=True)
    worker.finish(ticket)


def test_receipt(
    visitor: Visitor, worker: Worker, people: list[dict[str, Any]], take_picture: Camera
) -> None:
    case = worker.client.post("/cases", json={"item": HERE, "parties": people}).json()
    marks = [{"id": paper["id"], "state": "checked"} for paper in case["requirements"]]
    case = worker.client.post(f"/cases/{case['id']}/requirements", json={"marks": marks}).json()
    done = worker.client.post(f"/cases/{case['id']}/complete", json={})
    assert done.status_code == 200, done.text
    code = done.json()["documents"][-1]["code"]
    phone = visitor(PHONE, dense=2)
    phone.goto(f"/documents/{code}/")
    take_picture(phone, "document")
