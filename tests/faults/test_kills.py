"""kill -9 of each process in turn, under load: nothing confirmed is missing or doubled."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from .conftest import WORKERS, Installation, free_port

pytestmark = pytest.mark.slow

BEFORE = 2.0  # seconds of load before each kill


@dataclass
class Confirmed:
    """What the callers were told, each answer once."""

    taken: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


@pytest.fixture
def live(hall: Installation) -> Iterator[None]:
    """The streams apart, as behind a proxy; started again by whoever supervises it."""
    port, going = free_port(), True

    def supervise() -> None:
        while going:
            process = hall.start("live", "--port", str(port))
            while process.poll() is None and going:
                time.sleep(0.1)
            if process.poll() is None:
                process.terminate()
                process.wait(15)

    thread = threading.Thread(target=supervise)
    thread.start()
    try:
        _wait_for(hall, "live", 0)
        yield
    finally:
        going = False
        thread.join(20)


def test_killed_in_turn_under_load_then_nothing_confirmed_is_missing_or_doubled(
    hall: Installation, live: None
) -> None:
    told, over = Confirmed(), threading.Event()
    with hall.database() as database:
        begun = database.execute("SELECT now()").fetchone()
    serial = itertools.count(13_000_000_000)
    item = hall.get("/halls/qinghe/items?q=")["items"][0]["code"]
    counters = {row["number"]: row["id"] for row in hall.get("/halls/qinghe")["counters"]}
    with ThreadPoolExecutor(WORKERS) as pool:
        loads = [
            pool.submit(_serve, hall, f"worker{n}", counters[n], item, serial, told, over)
            for n in range(1, WORKERS + 1)
        ]
        try:
            for name in ("web", "live", "worker", "postgres"):
                time.sleep(BEFORE)
                before, answered = hall.process(name), len(told.finished)
                os.kill(before, signal.SIGKILL)
                _wait_for(hall, name, before)
                _wait_until(lambda seen=answered: len(told.finished) > seen)
        finally:
            over.set()
        for load in loads:
            load.result(timeout=120)
    assert told.odd == []
    assert len(told.finished) >= 4 * WORKERS
    _compare(hall, told, begun)


def _serve(
    hall: Installation,
    account: str,
    counter: str,
    item: str,
    serial: itertools.count[int],
    told: Confirmed,
    over: threading.Event,
) -> None:
    """One number taken and one served at a time, until all kills are over."""

    def post(who: str, path: str, body: object = None) -> tuple[int, dict[str, str]]:
        status, answer = hall.post(who, path, body)
        if status not in (200, 201, 204):
            told.odd.append(f"{status} {path} {answer}")
        return status, answer or {}

    post(account, f"/counters/{counter}/open")
    while not over.is_set() and not told.odd:
        wish = {"item": item, "channel": "kiosk", "phone": str(next(serial))}
        status, ticket = post("kiosk1", "/halls/qinghe/tickets", wish)
        if status == 201:
            told.taken.append(ticket["id"])
            told.numbers.append(ticket["number"])
        status, ticket = post(account, f"/counters/{counter}/call-next")
        if status != 200:
            continue
        told.called.append(ticket["id"])
        post(account, f"/tickets/{ticket['id']}/start")
        status, ticket = post(account, f"/tickets/{ticket['id']}/finish")
        if status == 200:
            told.finished.append(ticket["id"])
    post(account, f"/counters/{counter}/close")


def _compare(hall: Installation, told: Confirmed, begun: tuple[object, ...] | None) -> None:
    """Every request was repeated until answered, so both sides are equal, not only contained."""
    with hall.database() as database:
        rows = database.execute(
            "SELECT public_id, number, state FROM tickets_ticket WHERE issued_at >= %s", begun
        ).fetchall()
        calls = database.execute(
            "SELECT t.public_id FROM tickets_call k JOIN tickets_ticket t ON t.id = k.ticket_id"
            " WHERE k.called_at >= %s",
            begun,
        ).fetchall()
        streams = database.execute(
            "SELECT h.seq, count(e.seq), max(e.seq) FROM kit_eventhead h"
            " LEFT JOIN kit_event e USING (hall_id, stream) GROUP BY h.hall_id, h.stream, h.seq"
        ).fetchall()
    assert Counter(told.taken) == Counter(row[0] for row in rows)
    assert Counter(told.numbers) == Counter(row[1] for row in rows)
    assert max(Counter(told.numbers).values()) == 1
    assert Counter(told.called) == Counter(row[0] for row in calls)
    assert max(Counter(told.called).values()) == 1
    assert Counter(told.finished) == Counter(row[0] for row in rows if row[2] == "done")
    for last, count, highest in streams:
        assert last == count == highest


def _wait_for(hall: Installation, name: str, before: int) -> None:
    """Until another process of this name runs."""

    def another() -> bool:
        try:
            return hall.process(name) != before
        except AssertionError:
            return False

    _wait_until(another)


def _wait_until(condition: object, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.1)
