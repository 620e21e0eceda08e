"""The crowd's workers, and how a run of it ends."""

from __future__ import annotations

import asyncio
import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from statistics import mean
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from yichuang.people.tests.factories import make_account
from yichuang.places.tests.factories import make_hall
from yichuang.project.crowd.client import Tally
from yichuang.project.crowd.workers import serve, worker


class Desk:
    """Answers as a counter that is open with somebody still called to it."""

    def __init__(self, over: asyncio.Event) -> None:
        self.over, self.posted = over, list[str]()

    async def get(self, path: str) -> tuple[int, dict[str, Any]]:
        return 200, {"state": "open", "ticket": {"id": "left"}}

    async def post(self, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        self.posted.append(path.rpartition("/api/v1")[2])
        if path.endswith("call-next"):
            self.over.set()
        return 204, {}


def test_worker_when_somebody_was_left_at_the_counter_then_finishes_before_calling() -> None:
    async def run() -> list[str]:
        over = asyncio.Event()
        desk = Desk(over)
        play: Any = SimpleNamespace(caller=lambda _account: desk, over=over, speed=60.0)
        await worker(play, "worker3", "c3")
        return desk.posted

    assert asyncio.run(run()) == [
        "/tickets/left/start",
        "/tickets/left/finish",
        "/counters/c3/call-next",
        "/counters/c3/close",
    ]


@pytest.mark.parametrize("minutes", [4.0, 40.0])
def test_serve_when_the_item_has_a_mean_then_that_is_the_time_at_the_counter(
    minutes: float,
) -> None:
    taken = []

    async def run(seed: int) -> float:
        paused: list[float] = []

        async def pause(minutes: float) -> None:
            paused.append(minutes)

        play: Any = SimpleNamespace(
            items=[{"id": "x", "mean_minutes": minutes}],
            over=asyncio.Event(),
            pause=pause,
            random=Random(seed),
            hall="h",
            tally=Tally(),
        )
        desk: Any = Desk(play.over)
        await serve(play, desk, {"id": "t", "item": {"id": "x"}})
        return sum(paused[1:]) if len(paused) == 3 and not play.tally.passed else 0.0

    for seed in range(800):
        taken.append(asyncio.run(run(seed)))
    served = [minutes for minutes in taken if minutes]
    assert len(served) / len(taken) == pytest.approx(0.94, abs=0.02)
    assert mean(served) == pytest.approx(minutes, rel=0.06)


# -- how a run ends -----------------------------------------------------------

DECLARED: dict[str, Any] = {
    "/api/v1/halls/{hall}": ("get", ["200"]),
    "/api/v1/halls/{hall}/items": ("get", ["200"]),
    "/api/v1/halls/{hall}/board": ("get", ["200"]),
    "/api/v1/halls/{hall}/tickets": ("post", ["201", "409"]),
}


class Hall(BaseHTTPRequestHandler):
    """A hall whose tickets are answered with `status`; 0 hangs up."""

    status = 409

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self._say(
            200,
            {
                "/api/v1/openapi.json": {
                    "paths": {
                        path: {method: {"responses": dict.fromkeys(statuses, {})}}
                        for path, (method, statuses) in DECLARED.items()
                    }
                },
                "/api/v1/halls/h": {"counters": []},
                "/api/v1/halls/h/items": {"items": [{"id": "x"}], "next": None},
                "/api/v1/halls/h/board": {"code": "1234"},
            }.get(path, {}),
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.status:
            self._say(self.status, {})
        else:
            self.close_connection = True

    def _say(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def played(db: None, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[int], str]]:
    """A run of three people against a hall that answers tickets with this status."""
    hall = make_hall()
    for machine, role in (("kiosk1", "kiosk"), ("board1", "board")):
        make_account(hall, machine, role, kind="machine")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hall)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def run(status: int) -> str:
        Hall.status = status
        url = f"http://127.0.0.1:{server.server_port}"
        call_command("crowd", "--hall", "h", "--people", "3", "--speed", "1e5", "--url", url)
        return capsys.readouterr().out

    yield run
    server.shutdown()
    server.server_close()
    thread.join()


def test_run_when_every_answer_is_declared_then_it_ends_well(played: Callable[[int], str]) -> None:
    assert "409: 3" in played(409)


@pytest.mark.parametrize(
    ("status", "said"),
    [(500, "500: 3"), (418, "undeclared: POST"), (0, "no answer: RemoteProtocolError")],
)
def test_run_when_an_answer_is_an_error_undeclared_or_missing_then_it_fails(
    played: Callable[[int], str], capsys: pytest.CaptureFixture[str], status: int, said: str
) -> None:
    with pytest.raises(CommandError, match="error or an undeclared status, or not at all"):
        played(status)
    assert said in capsys.readouterr().out


@pytest.mark.slow
def test_run_when_nobody_listens_then_one_line_and_exit_1(
    yichuang: Callable[..., subprocess.Popen[str]], var: Path, free_port: Callable[[], int]
) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    process = yichuang(var, "crowd", "--people", "2", "--url", url)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err.strip().splitlines()[-1].startswith(f"yichuang: {url} does not answer: ")
    assert "Traceback" not in err
