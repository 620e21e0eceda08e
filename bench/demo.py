"""`make demo` as somebody meets it: a clone, a second start, the memory of a quiet hall."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .rows import Row, say
from .servers import DEMO, HOST, descendants, pss_kb, wait_for

ROOT = Path(__file__).parents[1]
SCREENS = ("/", "/kiosk/qinghe/", "/board/qinghe/", "/desk/", "/api/v1/halls/qinghe")
SETTLED = 20.0
INHERITED = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "YICHUANG_VAR", "DATABASE_URL", "VIRTUAL_ENV"}


@contextmanager
def demo(clone: Path, crowd: int) -> Iterator[tuple[float, int]]:
    """Seconds until every screen answered, and the process of make."""
    environ = {name: value for name, value in os.environ.items() if name not in INHERITED}
    begun = time.monotonic()
    process = subprocess.Popen(
        ["make", "demo", f"PORT={DEMO}", f"CROWD={crowd}", f"PYTHON={sys.executable}"],
        cwd=clone,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    try:
        for path in SCREENS:
            wait_for(f"http://{HOST}:{DEMO}{path}", 300, process)
        yield time.monotonic() - begun, process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def memory_mb(pid: int) -> float:
    total = 0
    for one in descendants(pid):
        try:
            total += pss_kb(one)
        except OSError:
            continue
    return total / 1024


def measure_demo() -> list[Row]:
    """Of HEAD, in a clone of its own; packages come from pip's and npm's caches."""
    place = Path(tempfile.mkdtemp(prefix="yichuang-bench-"))
    clone = place / "clone"
    try:
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        say("make demo on a clone")
        with demo(clone, 0) as (first, _pid):
            pass
        with demo(clone, 0) as (second, pid):
            time.sleep(SETTLED)
            quiet = memory_mb(pid)
        with demo(clone, 1) as (_again, pid):
            time.sleep(SETTLED)
            lively = memory_mb(pid)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    bare = _bare_python()
    return [
        Row("demo_warm_s", first, "s", target=120),
        Row("second_start_s", second, "s", target=10),
        Row("idle_rss_mb", quiet, "MB", bare, "one Python that imports Django", 600),
        Row("demo_rss_with_crowd_mb", lively, "MB", bare, "one Python that imports Django"),
    ]


def _bare_python() -> float:
    code = "import django.db.models, time; print(flush=True); time.sleep(30)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        found = pss_kb(process.pid) / 1024
        process.kill()
    return found
