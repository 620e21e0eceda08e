"""`web` and `live` as processes of their own: without the stream the pages go on by polling."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from proxy import Door, door

from conftest import BOARD, PHONE, _free_port, _wait_until_ready


class Ended:
    """A process that is asked to end on leaving."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def __enter__(self) -> None:
        return None

    def __exit__(self, *failure: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)


class Apart:
    door: Door
    streams: subprocess.Popen[bytes] | None = None

    def __init__(self, hall: Any) -> None:
        self.hall, self.web, self.live = hall, _free_port(), _free_port()

    def started(self, name: str, port: int) -> Ended:
        command = [sys.executable, "-m", "yichuang", name, "--port", str(port)]
        process = subprocess.Popen(command, env=self.hall.environ, stdout=subprocess.DEVNULL)
        if name == "web":
            _wait_until_ready(f"http://127.0.0.1:{port}", process)
        return Ended(process)

    def start_live(self) -> None:
        self.streams = self.started("live", self.live).process

    def stop_live(self) -> None:
        if self.streams is not None:
            Ended(self.streams).__exit__()
        self.streams = None


@pytest.fixture
def apart(hall: Any) -> Iterator[Apart]:
    made = Apart(hall)
    try:
        with made.started("web", made.web), door(made.web, made.live) as before:
            made.door = before
            made.start_live()
            yield made
    finally:
        made.stop_live()


def take_on_the_phone(page: Any, code: str) -> tuple[str, str]:
    page.goto(f"/items/GA-HZ-002/take/?code={code}")
    page.click("button:has-text('取号')")
    return str(page.url.split("/t/")[1].strip("/")), str(page.inner_text(".no"))


def wait_for_state(page: Any, state: str, milliseconds: int) -> None:
    page.wait_for_selector(f"html[data-live-state={state}]", timeout=milliseconds)


def test_stream_when_live_stops_then_polling_within_five_seconds_and_the_stream_comes_back(
    hall: Any, visitor: Any, worker: Any, apart: Apart
) -> None:
    url = apart.door.url  # from the first page on: a page fetches its icon when the next is there
    board, phone = visitor(BOARD, "board1", url=url), visitor(PHONE, url=url)
    board.goto("/board/qinghe/")
    ticket, number = take_on_the_phone(phone, hall.board()["code"])
    for page in (board, phone):
        wait_for_state(page, "on", 30_000)

    apart.stop_live()
    for page in (board, phone):
        wait_for_state(page, "poll", 5_000)
    worker.call_until(ticket)
    board.wait_for_selector(f".now-call:has-text('{number}')", timeout=10_000)
    phone.wait_for_selector(".ticket-turn", timeout=10_000)
    assert httpx.get(f"{apart.door.url}/readyz").status_code == 200

    apart.start_live()
    for page in (board, phone):
        wait_for_state(page, "on", 45_000)
    told, after = apart.door.told, hall.take()
    worker.finish(ticket)
    worker.call_until(after["id"])
    board.wait_for_selector(f".now-call:has-text('{after['number']}')", timeout=10_000)
    assert apart.door.told > told, "the news came by polling"
    worker.finish(after["id"])
