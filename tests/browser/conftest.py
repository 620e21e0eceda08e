"""A hall of its own, really running, and browsers in front of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

PHONE = {"width": 390, "height": 844}
KIOSK = {"width": 1080, "height": 1920}
BOARD = {"width": 1920, "height": 1080}
DESK = {"width": 1366, "height": 768}
STARTS_WITHIN = 90


@dataclass
class RunningHall:
    """The demonstration hall at `url`; `api(user)` calls it as staff or machine, or nobody."""

    url: str
    var: Path
    environ: dict[str, str]
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    @property
    def password(self) -> str:
        return (self.var / "demo-password").read_text().strip()

    def api(self, user: str = "") -> httpx.Client:
        if user not in self.clients:
            headers = {"Authorization": f"Bearer {self._token(user)}"} if user else {}
            base = f"{self.url}/api/v1"
            self.clients[user] = httpx.Client(base_url=base, headers=headers, timeout=30)
        return self.clients[user]

    def _token(self, user: str) -> str:
        command = [sys.executable, "-m", "yichuang", "token", user]
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def board(self) -> dict[str, Any]:
        found: dict[str, Any] = self.api("kiosk1").get("/halls/qinghe/board").json()
        return found

    def counter(self, number: int) -> str:
        return str(next(c["id"] for c in self.board()["counters"] if c["number"] == number))

    def take(self, item: str = "GA-HZ-002") -> dict[str, Any]:
        body = {"item": item, "channel": "kiosk"}
        answer = self.api("kiosk1").post("/halls/qinghe/tickets", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def open(self, number: int) -> Worker:
        worker = Worker(self.api(f"worker{number}"), self.counter(number))
        assert worker.client.post(f"/counters/{worker.counter}/open", json={}).status_code == 200
        return worker


@dataclass
class Worker:
    client: httpx.Client
    counter: str

    def do(self, ticket: str, action: str, **body: Any) -> httpx.Response:
        return self.client.post(f"/tickets/{ticket}/{action}", json=body)

    def call(self) -> dict[str, Any] | None:
        answer = self.client.post(f"/counters/{self.counter}/call-next", json={})
        return answer.json() if answer.status_code == 200 else None

    def call_until(self, ticket: str) -> None:
        """Serve whoever comes before."""
        while (called := self.call()) and called["id"] != ticket:
            self.finish(called["id"])
        assert called is not None, f"{ticket} was never called"

    def finish(self, ticket: str) -> None:
        self.do(ticket, "start")
        assert self.do(ticket, "finish").status_code == 200

    def close(self) -> None:
        """Whoever sits there and whoever still waits is served first."""
        self.finish_here()
        self.serve_all()
        self.client.post(f"/counters/{self.counter}/close", json={})

    def leave(self) -> None:
        """Whoever sits there is served first; who waits goes on waiting."""
        self.finish_here()
        self.client.post(f"/counters/{self.counter}/close", json={})

    def finish_here(self) -> None:
        view = self.client.get(f"/counters/{self.counter}").json()
        if view["ticket"]:
            self.finish(view["ticket"]["id"])

    def serve_all(self) -> list[str]:
        """The numbers, in the order in which they were called."""
        numbers = []
        while called := self.call():
            numbers.append(called["number"])
            self.finish(called["id"])
        return numbers


@pytest.fixture
def worker(hall: RunningHall) -> Iterator[Worker]:
    """At counter 1, with nobody waiting for it."""
    sitting = hall.open(1)
    sitting.serve_all()
    yield sitting
    sitting.close()


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHall]:
    var = tmp_path_factory.mktemp("hall") / "var"
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environ = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environ |= {"YICHUANG_VAR": str(var), "YICHUANG_PUBLIC_URL": url}
    command = [sys.executable, "-m", "yichuang", "up", "--port", str(port), "--demo"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_until_ready(url, process)
            running = RunningHall(url, var, environ)
            yield running
            for client in running.clients.values():
                client.close()
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert process.poll() is None, "the hall did not start"
        try:
            if httpx.get(f"{url}/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError(f"the hall was not ready within {STARTS_WITHIN} s")


@pytest.fixture
def visitor(chromium: Any, hall: RunningHall) -> Iterator[Callable[..., Any]]:
    """`visitor(PHONE, user="", js=True, dense=1, url=hall.url)`: a page in a browser of its own.
    None of what is opened so may ask for what the content security policy refuses."""
    contexts: list[Any] = []
    refused: list[tuple[str, str]] = []

    def come(
        size: dict[str, int] = PHONE,
        user: str = "",
        js: bool = True,
        dense: float = 1,
        url: str = "",
    ) -> Any:
        context = chromium.new_context(
            base_url=url or hall.url,
            viewport=size,
            locale="zh-CN",
            java_script_enabled=js,
            device_scale_factor=dense,
        )
        contexts.append(context)
        context.on("console", lambda said: _remember_refusal(said, refused))
        page = context.new_page()
        page.set_default_timeout(15_000)
        if user:
            page.goto("/accounts/login/")
            page.fill("[name=login]", user)
            page.fill("[name=password]", hall.password)
            with page.expect_navigation():
                page.keyboard.press("Enter")
        return page

    yield come
    for context in contexts:
        context.close()
    assert refused == [], "what a page of ours asks for, its policy allows"


def _remember_refusal(said: Any, refused: list[tuple[str, str]]) -> None:
    if "Content Security Policy" in said.text:
        refused.append((said.page.url if said.page else "", said.text))
