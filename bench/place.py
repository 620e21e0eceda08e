"""What a bench runs on: its own database with the demonstration hall and 32 counters beside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from yichuang.project.running.postgres import EmbeddedPostgres

from .rows import say

if TYPE_CHECKING:
    from yichuang.places.models import Hall

HALL = "qinghe"
COUNTERS = 32
FIRST_COUNTER = 201  # beside those of the demonstration
ITEMS = 6


@dataclass
class Place:
    server: EmbeddedPostgres
    environ: dict[str, str]
    hall: Hall
    kiosk: str  # tokens
    items: list[str] = field(default_factory=list)
    workers: list[tuple[str, str]] = field(default_factory=list)  # token, counter

    @property
    def topic(self) -> str:
        return f"hall:{HALL}"


@contextmanager
def place(var: Path) -> Iterator[Place]:
    """Made anew for each run, so that figures do not depend on what was there."""
    shutil.rmtree(var, ignore_errors=True)
    server = EmbeddedPostgres(var, max_connections=200)
    say("starting the database, loading the demonstration hall")
    with server:
        environ = {**os.environ, "YICHUANG_VAR": str(var), "DATABASE_URL": server.url}
        command = [sys.executable, "-m", "yichuang", "prepare", "--demo"]
        subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
        os.environ.update(YICHUANG_VAR=str(var), DATABASE_URL=server.url)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
        import django

        django.setup()
        yield _furnish(server, environ)


def _furnish(server: EmbeddedPostgres, environ: dict[str, str]) -> Place:
    """32 counters that serve the queues of the most used items, each with its worker."""
    from yichuang.kit.actors import SYSTEM
    from yichuang.kit.clock import now
    from yichuang.people.services import add_account, make_token
    from yichuang.places import queries as places
    from yichuang.places.models import Counter, CounterQueue

    hall = places.hall_by_code(HALL)
    rows = places.items_of_hall(hall, limit=ITEMS).items
    queues = list({row.queue.pk: row.queue for row in rows}.values())
    made = Place(server, environ, hall, "", [row.item.code for row in rows])
    made.kiosk = make_token(actor=SYSTEM, now=now(), username="kiosk1")
    for n in range(COUNTERS):
        counter = Counter.objects.create(
            hall=hall, number=FIRST_COUNTER + n, name="测速窗口", zone=queues[0].zone
        )
        CounterQueue.objects.bulk_create(
            CounterQueue(hall=hall, counter=counter, queue=queue) for queue in queues
        )
        username = f"bench{n}"
        add_account(
            actor=SYSTEM,
            now=now(),
            hall=hall,
            password="!",
            counter=counter,
            queues=queues,
            username=username,
            name=f"测速员{n}",
            roles=["worker"],
        )
        token = make_token(actor=SYSTEM, now=now(), username=username)
        made.workers.append((token, str(counter.pk)))
    return made
