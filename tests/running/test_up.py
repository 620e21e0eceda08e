"""`yichuang up` as people run it: one port, restarts, hard deaths, clean stop, second start."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from yichuang.project.running.orphans import server_processes

pytestmark = pytest.mark.slow


@dataclass
class Running:
    process: subprocess.Popen[str]
    var: Path
    url: str

    def get(self, path: str, timeout: float = 30.0) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(self.url + path, timeout=timeout) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def answers(self, path: str) -> bool:
        try:
            return self.get(path)[0] > 0
        except OSError:
            return False

    def state(self) -> dict[str, bool]:
        return dict(json.loads(self.get("/readyz")[1]))

    def has_database(self) -> bool:
        return self.state()["database"]

    def family(self, name: str = "") -> list[int]:
        """Descendants whose command line has the word."""
        found, parents = [], {self.process.pid}
        for pid in sorted(int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()):
            try:
                parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
                words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            except OSError:
                continue
            if parent in parents:
                parents.add(pid)
                if not name or name in words or any(w.endswith(f"/{name}") for w in words):
                    found.append(pid)
        return found


def begin(yichuang: Callable[..., subprocess.Popen[str]], var: Path, port: int) -> Running:
    process = yichuang(var, "up", "--port", str(port))
    running = Running(process, var, f"http://127.0.0.1:{port}")
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Open: "):
            return running
    _, err = process.communicate()
    raise AssertionError(err)


def end(running: Running) -> float:
    begun = time.monotonic()
    os.killpg(running.process.pid, signal.SIGTERM)
    running.process.communicate(timeout=20)
    return time.monotonic() - begun


@pytest.fixture(scope="module")
def up(
    tmp_path_factory: pytest.TempPathFactory,
    yichuang: Callable[..., subprocess.Popen[str]],
    free_port: Callable[[], int],
) -> Iterator[Running]:
    running = begin(yichuang, tmp_path_factory.mktemp("up") / "var", free_port())
    yield running
    end(running)


def requests_counted(up: Running) -> float:
    """Of all processes together, read by Prometheus' own parser."""
    families = text_string_to_metric_families(up.get("/metrics")[1].decode())
    counted = [family for family in families if family.name == "yichuang_requests"]
    return sum(sample.value for family in counted for sample in family.samples)


def test_up_answers_on_one_port(up: Running) -> None:
    assert up.get("/healthz") == (200, b"ok\n")
    status, body = up.get("/readyz")
    assert (status, json.loads(body)) == (503, {"database": True, "hall": False})
    assert up.get("/live")[0] != 404
    before = requests_counted(up)
    assert {up.get("/api/v1/halls")[0] for _ in range(5)} == {200}
    assert requests_counted(up) == before + 6  # and the look before
    for name in ("web", "worker", "postgres"):
        assert len(up.family(name)) == 1


@pytest.mark.parametrize("name", ["web", "worker", "postgres"])
def test_process_when_killed_is_started_again(
    up: Running, name: str, soon: Callable[..., None]
) -> None:
    before = up.family(name)
    os.kill(before[0], signal.SIGKILL)
    soon(lambda: len(up.family(name)) == 1 and up.family(name) != before)
    soon(lambda: up.get("/api/v1/halls")[0] == 200)
    # Each thread had a connection of its own; none of them fails once.
    assert {up.get("/api/v1/halls")[0] for _ in range(30)} == {200}
    soon(up.has_database)


def test_database_when_it_hangs_then_not_ready_within_5_seconds(
    up: Running, soon: Callable[..., None]
) -> None:
    server = up.family("postgres")[0]
    os.kill(server, signal.SIGSTOP)
    try:
        time.sleep(0.6)
        begun = time.monotonic()
        status, _ = up.get("/readyz")
        assert (status, time.monotonic() - begun < 5) == (503, True)
        assert up.get("/healthz")[0] == 200
    finally:
        os.kill(server, signal.SIGCONT)
    soon(up.has_database)


@pytest.mark.parametrize("name", ["web", "live"])
def test_process_apart_serves_the_running_database_and_leaves_the_port(
    up: Running,
    name: str,
    yichuang: Callable[..., subprocess.Popen[str]],
    free_port: Callable[[], int],
    soon: Callable[..., None],
) -> None:
    port = free_port()
    for sig in (signal.SIGKILL, signal.SIGTERM):
        process = yichuang(up.var, name, "--port", str(port))
        apart = Running(process, up.var, f"http://127.0.0.1:{port}")
        path = "/healthz" if name == "web" else "/live"
        soon(lambda apart=apart, path=path: apart.answers(path))
        family = apart.family()
        process.send_signal(sig)
        process.communicate(timeout=15)
        # Also the workers of a killed web: one that lived on would share the port unseen.
        soon(lambda family=family: not [p for p in family if Path(f"/proc/{p}").exists()])


def test_up_when_killed_or_told_to_stop_ends_with_everything_and_starts_again(
    var: Path, yichuang: Callable[..., subprocess.Popen[str]], free_port: Callable[[], int]
) -> None:
    port = free_port()
    first = begin(yichuang, var, port)
    first.process.kill()
    first.process.communicate()
    second = begin(yichuang, var, port)  # at once
    assert second.has_database()
    family = second.family()
    assert end(second) < 15
    assert second.process.returncode == 0
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]
    assert not server_processes(var / "postgres")
