"""Events for the streams, and a write transaction elsewhere that stays open."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from .place import Place

if TYPE_CHECKING:
    from yichuang.places.models import Hall


def topic_token(hall: Hall) -> str:
    from yichuang.kit.actors import citizen
    from yichuang.kit.clock import now
    from yichuang.live.topics import follow, sign

    return sign(follow(f"hall:{hall.code}", citizen()), now())[0]


def commit_of(hall: Hall) -> Callable[[], float]:
    """Writes one event of the hall as services do."""
    from yichuang.kit.actors import SYSTEM
    from yichuang.kit.clock import now
    from yichuang.kit.events import write
    from yichuang.tickets.events import CALLED

    def commit() -> float:
        with write(hall.id) as w:
            w.add(CALLED, subject=uuid4(), actor=SYSTEM, now=now(), topics=[f"hall:{hall.code}"])
        return time.monotonic()

    return commit


def hold_open(place: Place) -> Callable[[], Callable[[], None]]:
    """Another hall's write transaction, its events numbered, and one of another database."""
    import psycopg

    def begin() -> Callable[[], None]:
        here = psycopg.connect(place.server.url)
        here.execute(
            "INSERT INTO kit_eventhead (hall_id, stream, seq) VALUES (%s, 'main', 1)", [uuid4()]
        )
        there = psycopg.connect(place.server.url_for("postgres"))
        there.execute("CREATE TEMP TABLE held (n int)")
        there.execute("INSERT INTO held VALUES (1)")

        def let_go() -> None:
            for connection in (here, there):
                connection.rollback()
                connection.close()

        return let_go

    return begin
