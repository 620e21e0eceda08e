"""`yichuang web` alone while its database is killed or hangs, with every thread waiting for it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from yichuang.project.running.orphans import server_processes
from yichuang.project.running.postgres import EmbeddedPostgres

pytestmark = pytest.mark.slow


def get(url: str, timeout: float = 30.0) -> tuple[int, bytes, float]:
    """Status, body and seconds; a refusal is an answer too."""
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return answer.status, answer.read(), time.monotonic() - begun
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), time.monotonic() - begun


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(tmp_path_factory.mktemp("ready") / "var") as running:
        yield running


@pytest.fixture(scope="module")
def web(
    server: EmbeddedPostgres,
    environ: Callable[[Path], dict[str, str]],
    free_port: Callable[[], int],
    soon: Callable[..., None],
) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "yichuang", "web", "--port", str(port), "--workers", "1"],
        env=environ(server.var),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # a pipe that nobody reads fills up, and all waits for it
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    url = f"http://127.0.0.1:{port}"
    soon(lambda: sees_database(url))
    yield url
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=20)


def sees_database(url: str) -> bool:
    with suppress(OSError):
        return bool(json.loads(get(f"{url}/readyz")[1])["database"])
    return False


def at_once(count: int, url: str) -> list[threading.Thread]:
    callers = [threading.Thread(target=get, args=(url,)) for _ in range(count)]
    for caller in callers:
        caller.start()
    return callers


def answered(callers: list[threading.Thread]) -> None:
    for caller in callers:
        caller.join()


@contextmanager
def hanging(server: EmbeddedPostgres) -> Iterator[None]:
    stopped = server_processes(server.var / "postgres")
    assert stopped
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("waiting", [0, 24])
def test_readyz_when_the_database_hangs_then_503_within_5_seconds(
    web: str, server: EmbeddedPostgres, soon: Callable[..., None], waiting: int
) -> None:
    asks = f"{web}/api/v1/halls"
    answered(at_once(waiting, asks))  # each thread has its connection now
    callers = at_once(waiting, asks)  # some are being answered when it stops
    with hanging(server):
        callers += at_once(waiting, asks)
        time.sleep(0.6)
        status, body, seconds = get(f"{web}/readyz")
        assert (status, json.loads(body)) == (503, {"database": False, "hall": False})
        assert seconds < 5
        status, _, seconds = get(f"{web}/healthz")
        assert (status, seconds < 1) == (200, True)
        if waiting:  # whoever comes now is told, not kept
            status, body, seconds = get(asks)
            assert (status, json.loads(body)["code"], seconds < 3) == (503, "unavailable", True)
            status, body, seconds = get(f"{web}/")
            assert (status, "系统正在恢复" in body.decode(), seconds < 3) == (503, True, True)
    answered(callers)
    soon(lambda: sees_database(web))


def test_readyz_when_the_database_is_killed_then_503_within_5_seconds(
    web: str, server: EmbeddedPostgres, soon: Callable[..., None]
) -> None:
    for pid in server_processes(server.var / "postgres"):
        os.kill(pid, signal.SIGKILL)
    soon(lambda: not server.alive())
    time.sleep(0.6)
    status, body, seconds = get(f"{web}/readyz")
    assert (status, json.loads(body)) == (503, {"database": False, "hall": False})
    assert seconds < 5
    assert get(f"{web}/healthz")[0] == 200
    server.launch()
    soon(lambda: sees_database(web))
