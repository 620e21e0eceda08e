"""kill -9 of each process in turn, under load: nothing confirmed is missing or doubled, and
who listens goes on from the number they heard last."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from .conftest import WORKERS, Installation, free_port
from .listening import TOPIC, Listener
from .visits import Confirmed, Load

pytestmark = pytest.mark.slow

BEFORE = 2.0  # seconds of load before each kill


@pytest.fixture
def live(hall: Installation) -> Iterator[int]:
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
        yield port
    finally:
        going = False
        thread.join(20)


@pytest.fixture
def listeners(hall: Installation, live: int) -> Iterator[list[Listener]]:
    """One at the door of `up`, one at the streams apart."""
    here = [Listener(hall, hall.port), Listener(hall, live)]
    try:
        _wait_until(lambda: all(listener.came for listener in here))
        yield here
    finally:
        for listener in here:
            listener.close()


def test_killed_in_turn_under_load_then_nothing_confirmed_is_missing_or_doubled(
    hall: Installation, listeners: list[Listener]
) -> None:
    item = hall.get("/halls/qinghe/items?q=")["items"][0]["code"]
    counters = {row["number"]: row["id"] for row in hall.get("/halls/qinghe")["counters"]}
    load = Load(hall, item, counters)
    begun = _begun(hall)
    with ThreadPoolExecutor(WORKERS) as pool:
        loads = [pool.submit(load.serve, n) for n in range(1, WORKERS + 1)]
        try:
            for name in ("web", "live", "worker", "postgres"):
                time.sleep(BEFORE)
                _kill(hall, name, load.told, listeners)
        finally:
            load.over.set()
        for each in loads:
            each.result(timeout=120)
    assert load.told.odd == []
    assert len(load.told.finished) >= 4 * WORKERS
    _compare_tickets(hall, load.told, begun)
    _compare_cases(hall, load.told, begun)
    _compare_events(hall, listeners, begun)


def _kill(hall: Installation, name: str, told: Confirmed, listeners: list[Listener]) -> None:
    """Until another process has its name, a visit ended after that, and everybody who listens
    heard of something later."""
    before = hall.process(name)
    os.kill(before, signal.SIGKILL)
    _wait_for(hall, name, before)
    answered = len(told.levels)
    _wait_until(lambda: len(told.levels) > answered)
    _at, now = _begun(hall)
    _wait_until(lambda: all(listener.last > now for listener in listeners))


def _begun(hall: Installation) -> tuple[Any, ...]:
    """The database's hour, and the last number of the hall's events."""
    return _rows(
        hall,
        "SELECT now(), coalesce(max(seq), 0) FROM kit_event WHERE %s = ANY(topics)",
        TOPIC,
    )[0]


def _rows(hall: Installation, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with hall.database() as database:
        return database.execute(statement, values).fetchall()


def _compare_tickets(hall: Installation, told: Confirmed, begun: tuple[Any, ...]) -> None:
    """Every request was repeated until answered, so both sides are equal, not only contained."""
    rows = _rows(
        hall, "SELECT public_id, number, state FROM tickets_ticket WHERE issued_at >= %s", begun[0]
    )
    calls = _rows(
        hall,
        "SELECT t.public_id FROM tickets_call k JOIN tickets_ticket t ON t.id = k.ticket_id"
        " WHERE k.called_at >= %s",
        begun[0],
    )
    assert Counter(told.taken) == Counter(row[0] for row in rows)
    assert Counter(told.numbers) == Counter(row[1] for row in rows)
    assert max(Counter(told.numbers).values()) == 1
    assert Counter(told.called) == Counter(row[0] for row in calls)
    assert max(Counter(told.called).values()) == 1
    assert Counter(told.finished) == Counter(row[0] for row in rows if row[2] == "done")


def _compare_cases(hall: Installation, told: Confirmed, begun: tuple[Any, ...]) -> None:
    cases = _rows(
        hall,
        "SELECT c.id::text, t.public_id FROM cases_case c JOIN tickets_ticket t"
        " ON t.id = c.ticket_id WHERE c.opened_at >= %s",
        begun[0],
    )
    marks = _rows(
        hall,
        "SELECT r.id::text, r.state FROM cases_requirement r JOIN cases_case c"
        " ON c.id = r.case_id WHERE c.opened_at >= %s",
        begun[0],
    )
    ratings = _rows(
        hall, "SELECT level, corrections FROM feedback_rating WHERE day >= %s::date", begun[0]
    )
    assert sorted(told.cases.items()) == sorted(cases)
    assert set(Counter(told.cases.values()).values()) == {1}
    assert sorted(told.marks.items()) == sorted(marks)
    assert "checked" in told.marks.values()
    assert Counter(told.levels) == Counter(level for level, _ in ratings)
    assert {corrections for _, corrections in ratings} == {0}  # repeated is not given again


def _compare_events(hall: Installation, listeners: list[Listener], begun: tuple[Any, ...]) -> None:
    """No number is missing in any stream, and each listener heard those of the hall."""
    for last, count, highest in _rows(
        hall,
        "SELECT h.seq, count(e.seq), max(e.seq) FROM kit_eventhead h"
        " LEFT JOIN kit_event e USING (hall_id, stream) GROUP BY h.hall_id, h.stream, h.seq",
    ):
        assert last == count == highest
    rows = _rows(
        hall,
        "SELECT seq FROM kit_event WHERE %s = ANY(topics) AND seq > %s ORDER BY seq",
        TOPIC,
        begun[1],
    )
    kept = [row[0] for row in rows]
    _wait_until(lambda: all(listener.last >= kept[-1] for listener in listeners))
    for listener in listeners:
        listener.compare(kept, begun[1])


def _wait_for(hall: Installation, name: str, before: int) -> None:
    """Until another process of this name runs."""

    def another() -> bool:
        try:
            return hall.process(name) != before
        except AssertionError:
            return False

    _wait_until(another)


def _wait_until(condition: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.1)
