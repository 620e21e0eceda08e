from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yichuang.project.running.postgres import EmbeddedPostgres


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def server(var: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(var) as running:
        yield running


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    def find() -> int:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            return int(sock.getsockname()[1])

    return find


@pytest.fixture(scope="session")
def environ() -> Callable[[Path], dict[str, str]]:
    """As at a terminal: no DATABASE_URL, a data directory of its own."""

    def make(var: Path) -> dict[str, str]:
        left_out = ("DATABASE_URL",)  # YICHUANG_TEST stays: compressing static files takes 8 s
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        return kept | {"YICHUANG_VAR": str(var)}

    return make


@pytest.fixture(scope="session")
def yichuang(environ: Callable[[Path], dict[str, str]]) -> Callable[..., subprocess.Popen[str]]:
    """Start the command as a process group of its own."""

    def start(var: Path, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "yichuang", *arguments],
            env=environ(var),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    return start


@pytest.fixture(scope="session")
def soon() -> Callable[..., None]:
    def wait(condition: Callable[[], bool], seconds: float = 40.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"not within {seconds} s: {condition}"
            time.sleep(0.1)

    return wait
