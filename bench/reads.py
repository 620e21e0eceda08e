"""Reading pages and API over kept connections, each answer whole (200 with a body)."""

from __future__ import annotations

import asyncio
import itertools
import time

from .http import Connection
from .place import HALL, Place
from .servers import HOST
from .visits import API, CODE, Load, empty, post, read_code, take

CONNECTIONS = 16
SECONDS = 6


async def reads_per_second(port: int, paths: list[str], seconds: float = SECONDS) -> float:
    """Round robin over `paths`; anything but 200 with a body ends the run."""
    endless = itertools.cycle(paths)
    until = time.perf_counter() + seconds
    counts = await asyncio.gather(*(_read(port, endless, until) for _ in range(CONNECTIONS)))
    return sum(counts) / seconds


async def _read(port: int, paths: itertools.cycle[str], until: float) -> int:
    connection, done = Connection(HOST, port, cookie=f"device={'0' * 24}"), 0
    while time.perf_counter() < until:
        path = next(paths)
        answer = await connection.request("GET", path)
        if answer.status != 200 or not answer.body:
            raise SystemExit(f"GET {path}: {answer.status}")
        done += 1
    await connection.close()
    return done


async def fill(place: Place, load: Load, waiting: int = 50, called: int = 8) -> list[str]:
    """A hall in the middle of its day; public ids of those who wait."""
    CODE["now"] = await read_code(load)
    citizen, ids = Connection(HOST, load.port), []
    for _ in range(called):
        await take(citizen, load)
    for token, counter in place.workers[:called]:
        staff = Connection(HOST, load.port, token)
        await post(staff, f"/counters/{counter}/open", {}, load)
        await post(staff, f"/counters/{counter}/call-next", {}, load)
    for _ in range(waiting):
        taken = await take(citizen, load)
        if taken:
            ids.append(str(taken["id"]))
    return ids


async def measure_reads(place: Place, port: int, seconds: float = SECONDS) -> dict[str, float]:
    """`plain`: what the same server gives without looking anything up."""
    load = Load(HOST, port, HALL, place.items, place.kiosk, place.workers, seconds=0)
    ids = await fill(place, load)
    figures = {
        "plain": await reads_per_second(port, ["/api/v1/openapi.json"], 2),
        "board": await reads_per_second(port, [f"{API}/halls/{HALL}/board"], seconds),
        "ticket": await reads_per_second(port, [f"/t/{one}/" for one in ids], seconds),
        "ticket_api": await reads_per_second(port, [f"{API}/tickets/{one}" for one in ids], 3),
        "board_page": await reads_per_second(port, [f"/board/{HALL}/"], 3),
    }
    await empty(load)
    return figures
