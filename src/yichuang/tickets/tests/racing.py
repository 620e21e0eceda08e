"""32 threads, each with its own connection, let go at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test import override_settings

from yichuang.kit.errors import DomainError
from yichuang.kit.events.models import EventHead

THREADS = 32


def race(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Results in order; a refusal is a result, any other error fails the test.

    Threads of one interpreter wait for each other as well as for rows: locks get longer here.
    PostgreSQL finds a deadlock after a second all the same.
    """
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return work()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    longer = override_settings(LOCK_TIMEOUT_MS=20_000)
    with longer, ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(run, work) for work in works]
        return [future.result(timeout=60) for future in futures]


def wait_until_waiting(people: int = 1, seconds: float = 20) -> None:
    """For rows or numbers that another connection of this database holds."""
    deadline = monotonic() + seconds
    with connection.cursor() as cursor:
        while monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] >= people:
                return
            sleep(0.02)
    raise AssertionError(f"fewer than {people} wait")


def one_after_the_other(hall_id: UUID, first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Both begun and both waiting, the first before the second: somebody else writes an event."""
    holding, let_go, first_waits = Event(), Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            assert EventHead.objects.select_for_update().filter(hall_id=hall_id).first()
            holding.set()
            assert let_go.wait(20)

    def begin_first() -> Any:
        assert holding.wait(20)
        return first()

    def begin_second() -> Any:
        assert first_waits.wait(20)
        return second()

    def watch() -> None:
        try:
            assert holding.wait(20)
            wait_until_waiting(1)
            first_waits.set()
            wait_until_waiting(2)
        finally:
            let_go.set()

    return race([hold, begin_first, begin_second, watch])[1:3]


def codes(results: Sequence[Any]) -> list[str]:
    return [r.code for r in results if isinstance(r, DomainError)]
