"""Server processes that outlived their installation, and what they leave behind."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from .errors import CannotStart


def server_processes(data_dir: Path) -> list[int]:
    """Postgres processes working in `data_dir`: they all change into it."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            name = (entry / "comm").read_text().strip()
            if name == "postgres" and Path(os.readlink(entry / "cwd")) == data_dir:
                found.append(int(entry.name))
        except OSError:  # ended meanwhile, or not ours
            continue
    return found


def stop_orphans(data_dir: Path, patience: float = 10.0) -> None:
    """Call only while holding the installation's lock.

    A server killed with -9 leaves backends that end by themselves; one whose
    parent was killed is shutting down. Its stale postmaster.pid would lock out the
    next start whenever the number has been given to another process.
    """
    data_dir = data_dir.resolve()
    for sig, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 3.0), (signal.SIGKILL, 3.0)):
        left = server_processes(data_dir)
        if not left:
            break
        for pid in _leaders(left):
            with suppress(ProcessLookupError):
                os.kill(pid, sig)
        if _gone(data_dir, seconds):
            break
    else:
        raise CannotStart(
            f"A PostgreSQL on {data_dir} does not stop: {server_processes(data_dir)}."
        )
    (data_dir / "postmaster.pid").unlink(missing_ok=True)


def _leaders(pids: list[int]) -> list[int]:
    """The postmaster alone when it lives: it ends its own backends in order."""
    tops = []
    for pid in pids:
        try:
            stat = Path("/proc", str(pid), "stat").read_text()
        except OSError:
            continue
        parent = int(stat.rpartition(")")[2].split()[1])
        if parent not in pids:
            tops.append(pid)
    return tops


def _gone(data_dir: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not server_processes(data_dir):
            return True
        time.sleep(0.05)
    return False
