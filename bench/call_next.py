"""take and call as services, in one process, on one connection, without HTTP."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID

from .place import Place
from .references import OWN_CLEANUP, OWN_SETUP, OWN_TAKE_AND_CALL, TAKE_AND_CALL, pgbench, run
from .rows import Row

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 5
WAITING = 50


def measure_call_next(place: Place, var: Path) -> list[Row]:
    """Finishing frees the counter for the next call; its time does not count."""
    from yichuang.kit.clock import now
    from yichuang.people.queries import actor_for_token
    from yichuang.tickets import services

    token, counter = place.workers[0]
    kiosk, worker = actor_for_token(place.kiosk, now()), actor_for_token(token, now())
    assert kiosk
    assert worker
    services.open_counter(actor=worker, now=now(), counter=UUID(counter))
    serial = 0

    def take() -> None:
        nonlocal serial
        serial += 1
        services.take_ticket(
            actor=kiosk,
            now=now(),
            hall=place.hall,
            channel="kiosk",
            item=place.items[serial % len(place.items)],
            phone=f"1{serial:010d}",
        )

    for _ in range(WAITING):
        take()
    spent, pairs, until = 0.0, 0, time.perf_counter() + 2 * SECONDS
    while spent < SECONDS and time.perf_counter() < until:
        begun = time.perf_counter()
        take()
        called = services.call_next(actor=worker, now=now(), counter=UUID(counter))
        spent += time.perf_counter() - begun
        pairs += 1
        assert called
        services.start(actor=worker, now=now(), ticket=called)
        services.finish(actor=worker, now=now(), ticket=called)
    _clear(worker, counter)
    rate = pairs / spent
    own, bare = _on_own_table(place, var, counter), pgbench(place.server, var, TAKE_AND_CALL, 1)
    return [
        Row(
            "call_next_ratio",
            rate / own,
            "",
            own,
            "pgbench -c 1, INSERT of a ticket + claiming UPDATE /s",
            0.25,
            at_most=False,
            note=f"{rate:.0f} take+call a second",
            measured=rate,
        ),
        Row(
            "call_next_ratio_bare",
            rate / bare,
            "",
            bare,
            "the same on a table of five columns, no keys or checks",
            measured=rate,
        ),
    ]


def _on_own_table(place: Place, var: Path, counter: str) -> float:
    from yichuang.places.models import HallItem

    served = HallItem.objects.filter(hall=place.hall, item__code=place.items[0]).get()
    ids = {
        "hall": place.hall.pk,
        "queue": served.queue_id,
        "item": served.item_id,
        "counter": counter,
    }
    run(place.server, OWN_SETUP)
    script = OWN_TAKE_AND_CALL.format(**ids)
    try:
        run(place.server, ";".join([script.split(";")[0]] * WAITING))
        return pgbench(place.server, var, script, clients=1)
    finally:
        run(place.server, OWN_CLEANUP)


def _clear(worker: object, counter: str) -> None:
    """Nobody waits for the next figure."""
    from yichuang.kit.clock import now
    from yichuang.tickets import services

    while called := services.call_next(actor=worker, now=now(), counter=UUID(counter)):  # type: ignore[arg-type]
        services.start(actor=worker, now=now(), ticket=called)  # type: ignore[arg-type]
        services.finish(actor=worker, now=now(), ticket=called)  # type: ignore[arg-type]
    services.close_counter(actor=worker, now=now(), counter=UUID(counter))  # type: ignore[arg-type]
