"""Jobs outlive their worker, and one job is not run twice at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yichuang.kit.jobs import Recurring
from yichuang.project.running.worker import (
    LOCK_SPACE,
    WorkerLoop,
    requeue_abandoned,
    run_recurring,
)

AT = datetime(2026, 7, 1, 3, tzinfo=UTC)


def claimed(owner: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        status=TaskResultStatus.RUNNING,
        task_path="tests.nothing",
        worker_ids=[owner],
        started_at=timezone.now(),
        backend_name="default",
        run_after=timezone.now(),
    )


def neighbour() -> psycopg.Connection[tuple[object, ...]]:
    settings = connection.get_connection_params()
    kept = {name: settings[name] for name in ("host", "port", "user", "password", "dbname")}
    return psycopg.connect(**kept, autocommit=True)


@pytest.mark.django_db(transaction=True)
def test_task_when_its_worker_died_waits_again(soon: Callable[..., None]) -> None:
    owner = uuid4().hex
    task = claimed(owner)
    with neighbour() as living:
        living.execute("select pg_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, owner])
        assert requeue_abandoned() == 0
    soon(lambda: requeue_abandoned() == 1)  # the server drops a lost client's locks a little later
    task.refresh_from_db()
    assert (task.status, task.started_at) == (TaskResultStatus.READY, None)


@pytest.mark.django_db(transaction=True)
def test_task_of_a_living_worker_is_left_alone() -> None:
    loop = WorkerLoop()
    loop._mark_as_living()
    claimed(loop.id)
    with neighbour() as other:
        row = other.execute(
            "select pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, loop.id]
        ).fetchone()
    assert row == (False,)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_recurring_job_when_another_worker_runs_it_is_left_out(soon: Callable[..., None]) -> None:
    calls: list[datetime] = []
    job = Recurring("trial.job", 60, calls.append)
    with neighbour() as other:
        other.execute("select pg_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, job.name])
        run_recurring(job, AT)
        assert calls == []

    def ran() -> bool:
        run_recurring(job, AT)
        return calls == [AT]

    soon(ran)


@pytest.mark.django_db(transaction=True)
def test_recurring_job_when_it_fails_is_told_and_the_worker_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(at: datetime) -> None:
        raise ValueError(at)

    run_recurring(Recurring("trial.failing", 60, fail), AT)
    assert "job failed" in caplog.text
    with neighbour() as other:
        row = other.execute(
            "select pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, "trial.failing"]
        ).fetchone()
    assert row == (True,)
