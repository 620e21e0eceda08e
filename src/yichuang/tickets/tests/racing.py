"""32 threads, each with its own connection, let go at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep
from typing import Any

from django.db import connection
from django.test import override_settings

from yichuang.kit.errors import DomainError

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


def wait_until_somebody_waits(seconds: float = 20) -> None:
    """For a row or number that another connection of this database holds."""
    deadline = monotonic() + seconds
    with connection.cursor() as cursor:
        while monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            sleep(0.02)
    raise AssertionError("nobody waits")


def codes(results: Sequence[Any]) -> list[str]:
    return [r.code for r in results if isinstance(r, DomainError)]
