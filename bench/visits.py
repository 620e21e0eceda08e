"""Whole visits over HTTP: take, call, start, case with marks, finish, rating."""

import asyncio
import itertools
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from .http import Answer, Connection
from .rows import percentile

API = "/api/v1"


@dataclass
class Load:
    """Shared by all connections of one run."""

    host: str
    port: int
    hall: str
    items: list[str]
    kiosk: str
    workers: list[tuple[str, str]]  # token, counter
    seconds: float
    pace: float = 0.0  # visits a second; 0: as fast as it goes
    visits: int = 0
    errors: list[str] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)
    serial: "itertools.count[int]" = field(default_factory=lambda: itertools.count(time.time_ns()))


async def post(connection: Connection, path: str, body: object, load: Load) -> Answer:
    answer = await connection.request(
        "POST", API + path, body, {"Idempotency-Key": uuid.uuid4().hex}
    )
    if answer.status >= 400:
        load.errors.append(f"{answer.status} {path} {answer.body[:120]!r}")
    return answer


async def take(citizen: Connection, load: Load) -> dict[str, object] | None:
    """A citizen in the hall takes a number with the phone (own device, own phone)."""
    serial = next(load.serial)
    citizen.cookie = f"device={serial:024d}"
    answer = await post(
        citizen,
        f"/halls/{load.hall}/tickets",
        {
            "item": load.items[serial % len(load.items)],
            "phone": f"1{serial % 10**10:010d}",
            "channel": "phone",
            "code": CODE["now"],
        },
        load,
    )
    return answer.json() if answer.status == 201 else None


CODE = {"now": ""}


async def keep_code(load: Load, until: float) -> None:
    """The arrival code, read as a board machine does."""
    while time.monotonic() < until:
        CODE["now"] = await read_code(load)
        await asyncio.sleep(10)


async def read_code(load: Load) -> str:
    board = Connection(load.host, load.port, token=load.kiosk)
    answer = await board.request("GET", f"{API}/halls/{load.hall}/board")
    await board.close()
    return str(answer.json()["code"])


async def visit(
    citizen: Connection, staff: Connection, counter: str, keys: dict[str, str], load: Load
) -> None:
    """One ticket is taken and one is served, so as many wait as before."""
    taken = await take(citizen, load)
    if taken:
        keys[str(taken["id"])] = str(taken["rating_key"])
    start = time.perf_counter()
    called = await post(staff, f"/counters/{counter}/call-next", {}, load)
    load.calls.append(time.perf_counter() - start)
    if called.status != 200:
        return
    ticket = called.json()
    await post(staff, f"/tickets/{ticket['id']}/start", {}, load)
    await _case(staff, ticket, load)
    await post(staff, f"/tickets/{ticket['id']}/finish", {}, load)
    key = keys.pop(ticket["id"], None)
    if key:
        await post(citizen, f"/ratings/{key}", {"level": 5}, load)
        load.visits += 1


async def _case(staff: Connection, ticket: dict[str, Any], load: Load) -> None:
    body = {
        "item": ticket["item"]["id"] if isinstance(ticket["item"], dict) else ticket["item"],
        "scenarios": [],
        "parties": [{"role": "applicant", "kind": "person", "name": "张建国"}],
        "ticket": ticket["id"],
    }
    answer = await post(staff, "/cases", body, load)
    if answer.status != 201:
        return
    case = answer.json()
    marks = [
        {"id": line["id"], "state": "checked"}
        for line in case["requirements"]
        if line["state"] == "required"
    ]
    if marks:
        await post(staff, f"/cases/{case['id']}/requirements", {"marks": marks}, load)


async def run(load: Load, waiting: int = 50) -> dict[str, float]:
    """As many connections as workers; each plays citizen and worker in turn."""
    keys: dict[str, str] = {}
    until = time.monotonic() + load.seconds + 5
    code = asyncio.create_task(keep_code(load, until + 30))
    while not CODE["now"]:
        await asyncio.sleep(0.05)
    first = Connection(load.host, load.port)
    for _ in range(waiting):
        taken = await take(first, load)
        if taken:
            keys[str(taken["id"])] = str(taken["rating_key"])
    for token, counter in load.workers:
        await post(Connection(load.host, load.port, token), f"/counters/{counter}/open", {}, load)
    load.visits, load.calls, load.errors = 0, [], []
    start = time.perf_counter()
    ticker = itertools.count()
    tasks = [_loop(load, i, keys, start, ticker) for i in range(len(load.workers))]
    await asyncio.gather(*tasks)
    seconds = time.perf_counter() - start
    code.cancel()
    errors = len(load.errors)
    await empty(load)
    return {
        "visits_per_second": load.visits / seconds,
        "call_p50_ms": percentile(load.calls, 0.5) * 1000,
        "call_p99_ms": percentile(load.calls, 0.99) * 1000,
        "errors": errors,
    }


async def empty(load: Load) -> None:
    """Everybody who waits or stands at a counter is served, and the counters close: the next
    figure begins in an empty hall."""
    for token, counter in load.workers:
        staff = Connection(load.host, load.port, token)
        at = (await staff.request("GET", f"{API}/counters/{counter}")).json()
        ticket = at["ticket"] and at["ticket"]["id"]
        while at["state"] != "closed":
            if ticket is None:
                called = await post(staff, f"/counters/{counter}/call-next", {}, load)
                ticket = called.json()["id"] if called.status == 200 else None
            if ticket is None:
                await post(staff, f"/counters/{counter}/close", {}, load)
                break
            await post(staff, f"/tickets/{ticket}/start", {}, load)
            await post(staff, f"/tickets/{ticket}/finish", {}, load)
            ticket = None
        await staff.close()


async def _loop(
    load: Load, position: int, keys: dict[str, str], start: float, ticker: "itertools.count[int]"
) -> None:
    token, counter = load.workers[position]
    staff = Connection(load.host, load.port, token)
    citizen = Connection(load.host, load.port)
    while time.perf_counter() - start < load.seconds:
        if load.pace:
            due = start + next(ticker) / load.pace
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await visit(citizen, staff, counter, keys, load)
    await staff.close()
    await citizen.close()
