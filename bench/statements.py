"""Statements of one visit, counted by the database itself (log_statement = all)."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .http import Connection
from .place import HALL, Place
from .rows import Row
from .servers import HOST, WEB, serving
from .visits import CODE, Load, post, read_code, visit

VISITS = 8  # of one item each, so that the mean is of all items
# `%m [%p] LOG:  execute name: …`, or `statement: …` without parameters.
LOGGED = re.compile(r"LOG:  (?:execute [^:]*|statement): (.*)")
FRAME = re.compile(r"(BEGIN|COMMIT|ROLLBACK)\b(?! TO)", re.IGNORECASE)


@contextmanager
def _logged(place: Place) -> Iterator[Path]:
    with place.server.connect_as_admin() as admin:
        admin.execute("ALTER ROLE yichuang SET log_statement = 'all'")
        try:
            yield place.server.log_path
        finally:
            admin.execute("ALTER ROLE yichuang RESET log_statement")


def measure_statements(place: Place) -> tuple[Row, list[str]]:
    """The mean over items, and the statements of the longest with their number."""
    load = Load(HOST, WEB, HALL, place.items, place.kiosk, place.workers[:1], seconds=0)
    with (
        _logged(place) as log,
        serving(place.environ, "web", WEB, "--threads", "1"),
    ):
        counts = asyncio.run(_count(load, log))
    own = [[text for text in one if not FRAME.match(text)] for one in counts]
    worst, least = max(own, key=len), min(map(len, own))
    frames = sum(map(len, counts)) - sum(map(len, own))
    note = f"{least} to {len(worst)} by item; BEGIN and COMMIT beside: {frames / len(own):.0f}"
    mean = sum(map(len, own)) / len(own)
    row = Row("sql_per_visit", mean, "", 2, "one INSERT, one UPDATE", 55, note=note)
    kinds = Counter(" ".join(text.split())[:150] for text in worst)
    return row, [f"{n:>3}  {text}" for text, n in kinds.most_common()]


async def _count(load: Load, log: Path) -> list[list[str]]:
    token, counter = load.workers[0]
    staff, citizen = Connection(load.host, load.port, token), Connection(load.host, load.port)
    CODE["now"] = await read_code(load)
    await post(staff, f"/counters/{counter}/open", {}, load)
    found: list[list[str]] = []
    keys: dict[str, str] = {}
    for n in range(2 * VISITS):
        before = _size(log)
        await visit(citizen, staff, counter, keys, load)
        # The first round fills what each process keeps.
        if n >= VISITS:
            found.append(_read(log, before))
    await post(staff, f"/counters/{counter}/close", {}, load)
    if load.errors:
        raise SystemExit(f"a visit failed: {load.errors[0]}")
    return found


def _size(log: Path) -> int:
    time.sleep(0.05)  # the server writes its log a moment after its answer
    return os.stat(log).st_size


def _read(log: Path, start: int) -> list[str]:
    end = _size(log)
    with log.open("rb") as file:
        file.seek(start)
        text = file.read(end - start).decode(errors="replace")
    return LOGGED.findall(text)
