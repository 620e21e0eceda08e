"""`yichuang web`, `live` and `up` as children of the bench, gone with it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from yichuang.project.running.identity import OURSELVES, child_setup

HOST = "127.0.0.1"
WEB, LIVE, UP, DEMO = 8551, 8552, 8553, 8554


@contextmanager
def serving(
    environ: Mapping[str, str], name: str, port: int, *arguments: str, within: float = 60
) -> Iterator[int]:
    """Its process id, once it answers."""
    log = Path(environ["YICHUANG_VAR"]) / "logs" / f"bench-{name}.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "yichuang", name, "--port", str(port), *arguments],
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=child_setup(OURSELVES, signal.SIGTERM),
            process_group=0,
        )
    try:
        path = "/live" if name == "live" else "/healthz"
        wait_for(f"http://{HOST}:{port}{path}", within, process)
        yield process.pid
    finally:
        stop(process)
        _wait_until_free(port)


def _wait_until_free(port: int) -> None:
    """The last worker of a stopped server may answer a moment longer than its parent."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as sock:
            if sock.connect_ex((HOST, port)):
                return
        time.sleep(0.05)
    raise SystemExit(f"port {port} is still in use")


def stop(process: subprocess.Popen[bytes], patience: float = 15) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)


def wait_for(url: str, within: float, process: subprocess.Popen[bytes] | None = None) -> None:
    """Until it answers, whatever the status."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.05)
        if process and process.poll() is not None:
            raise SystemExit(f"{url}: the server ended with {process.returncode}")
    raise SystemExit(f"{url} does not answer within {within:.0f} s")


def descendants(pid: int) -> list[int]:
    """The process and all below it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.name)] = int(stat[1])
    family, added = {pid}, True
    while added:
        more = {child for child, parent in parents.items() if parent in family} - family
        family |= more
        added = bool(more)
    return sorted(family)


def pss_kb(pid: int) -> int:
    """Its share of memory: pages used by several count in parts."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
