"""A hall of its own under `yichuang up`, and callers that repeat a request until it is answered."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

OPEN_WITHIN = 120
ANSWERED_WITHIN = 90  # a killed database recovers, a killed web process starts again
WORKERS = 4


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@dataclass
class Installation:
    var: Path
    port: int
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return kept | {"YICHUANG_VAR": str(self.var)}

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.var.parent / f"{arguments[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "yichuang", *arguments],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
            )

    def database(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A killed database answers 'starting up' until it has recovered: asked again."""
        url = (self.var / "database-url").read_text().strip()
        deadline = time.monotonic() + ANSWERED_WITHIN
        while True:
            try:
                return psycopg.connect(url, autocommit=True)
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def once(
        self, method: str, path: str, body: object, headers: dict[str, str]
    ) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            data = None if body is None else json.dumps(body)
            connection.request(method, f"/api/v1{path}", data, headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        finally:
            connection.close()

    def post(self, who: str, path: str, body: object = None) -> tuple[int, Any]:
        """Repeated with the same key until somebody answers for it; who holds no token is a
        citizen with a device of this name."""
        token = self.tokens.get(who)
        caller = {"Authorization": f"Bearer {token}"} if token else {"Cookie": f"device={who}"}
        headers = caller | {
            "Content-Type": "application/json",
            "Idempotency-Key": uuid.uuid4().hex,
        }
        deadline = time.monotonic() + ANSWERED_WITHIN
        while time.monotonic() < deadline:
            try:
                status, answer = self.once("POST", path, body or {}, headers)
            except (OSError, http.client.HTTPException):
                status, answer = 0, None
            if 0 < status < 500:
                return status, answer
            time.sleep(0.1)
        raise AssertionError(f"{path} was not answered within {ANSWERED_WITHIN} s")

    def get(self, path: str) -> Any:
        status, answer = self.once("GET", path, None, {})
        assert status == 200, answer
        return answer

    def process(self, name: str) -> int:
        """The process of this installation with the word in its command line."""
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                words = (entry / "cmdline").read_text().split("\0")
                environ = (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if name == "postgres" and str(self.var / "postgres") in words:
                return int(entry.name)
            if name in words and f"YICHUANG_VAR={self.var}".encode() in environ:
                return int(entry.name)
        raise AssertionError(f"{name} does not run")


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("faults") / "var", free_port())
    up = made.start("up", "--demo", "--port", str(made.port))
    try:
        _wait_until_open(made, up)
        accounts = ["kiosk1", *(f"worker{n}" for n in range(1, WORKERS + 1))]
        asked = {name: _token(made, name) for name in accounts}
        for name, process in asked.items():
            made.tokens[name] = process.communicate(timeout=60)[0].strip()
        yield made
    finally:
        os.killpg(up.pid, signal.SIGTERM)
        try:
            up.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(up.pid, signal.SIGKILL)


def _token(made: Installation, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "yichuang", "token", name],
        env=made.environ,
        stdout=subprocess.PIPE,
        text=True,
    )


def _wait_until_open(made: Installation, up: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + OPEN_WITHIN
    while time.monotonic() < deadline:
        assert up.poll() is None, (made.var.parent / "up.log").read_text()
        try:
            if made.once("GET", "/halls/qinghe", None, {})[0] == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
    raise AssertionError((made.var.parent / "up.log").read_text())
