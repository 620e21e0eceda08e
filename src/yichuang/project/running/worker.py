"""`yichuang worker`: queued tasks and recurring jobs, any number of such processes."""

from __future__ import annotations

import logging
import signal
import time
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, InterfaceError, connection, connections
from django.utils.module_loading import autodiscover_modules
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult
from prometheus_client import Counter

from yichuang.kit.clock import now
from yichuang.kit.jobs import RECURRING, Recurring

log = logging.getLogger("yichuang.worker")

JOBS = Counter("yichuang_jobs_total", "Recurring jobs run", ["job", "outcome"])
IDLE = 0.5  # seconds between looks into the queue
SWEEP = 15.0  # seconds between looks for tasks whose worker died
LONGEST_PAUSE = 5.0
LOCK_SPACE = 0x7963  # first key of our advisory locks; the second is a hash


class WorkerLoop:
    def __init__(self) -> None:
        autodiscover_modules("tasks")
        self.stopping = False
        self.id = uuid4().hex
        self.runner = TaskRunner(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.id,
            excluded_queue_names=[],
        )
        self._due: dict[str, float] = {}
        self._swept = 0.0
        self._marked: Any = None

    def run(self) -> None:
        for sig in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sig, self._stop)
        pause = IDLE
        while not self.stopping:
            try:
                self.turn(now())
                pause = IDLE
            except (DatabaseError, InterfaceError):
                log.warning("the database is away", exc_info=pause == IDLE)
                connections.close_all()
                pause = min(pause * 2, LONGEST_PAUSE)
            time.sleep(pause)
        connections.close_all()

    def turn(self, at: datetime) -> None:
        """One look at everything that may be due."""
        self._mark_as_living()
        clock = time.monotonic()
        if clock - self._swept > SWEEP:
            self._swept = clock
            requeue_abandoned()
        self.runner.run()
        for job in RECURRING.values():
            if not self.stopping and clock >= self._due.get(job.name, 0.0):
                self._due[job.name] = clock + job.seconds
                run_recurring(job, at)

    def _mark_as_living(self) -> None:
        """A lock that ends with the connection tells the others that this worker lives."""
        connection.ensure_connection()
        if connection.connection is not self._marked:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, self.id])
            self._marked = connection.connection

    def _stop(self, *_: object) -> None:
        self.stopping = True
        self.runner.running = False


def requeue_abandoned() -> int:
    """Tasks claimed by a worker that is no more go back; tasks must stand a second start."""
    found = 0
    for task in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        owner = task.worker_ids[-1] if task.worker_ids else ""
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, owner])
            if not cursor.fetchone()[0]:
                continue
            running = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING)
            found += running.update(status=TaskResultStatus.READY, started_at=None)
            cursor.execute("select pg_advisory_unlock(%s, hashtext(%s))", [LOCK_SPACE, owner])
    if found:
        log.warning("tasks of a lost worker wait again", extra={"count": found})
    return found


def run_recurring(job: Recurring, at: datetime) -> None:
    """Not while another worker runs the same; a failure is told and tried again when due."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, job.name])
        if not cursor.fetchone()[0]:
            return
    try:
        job.work(at)
        JOBS.labels(job.name, "done").inc()
    except (DatabaseError, InterfaceError):
        JOBS.labels(job.name, "failed").inc()
        raise
    except Exception:
        JOBS.labels(job.name, "failed").inc()
        log.exception("job failed", extra={"job": job.name})
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(
                    "select pg_advisory_unlock(%s, hashtext(%s))", [LOCK_SPACE, job.name]
                )
