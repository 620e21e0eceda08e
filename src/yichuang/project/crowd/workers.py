"""Workers who call, serve and finish."""

import asyncio
from typing import Any

from . import patterns
from .client import Caller
from .play import API, Play


async def worker(play: Play, account: str, counter: str) -> None:
    """Serves at one counter until the run is over."""
    me = play.caller(account)
    status, seen = await me.get(f"{API}/counters/{counter}")
    if status != 200:
        return
    if seen["state"] != "open":
        await me.post(f"{API}/counters/{counter}/open")
    if seen["ticket"]:  # whom a run that was cut off left sitting there
        for action in ("start", "finish"):
            await me.post(f"{API}/tickets/{seen['ticket']['id']}/{action}")
    while not play.over.is_set():
        status, ticket = await me.post(f"{API}/counters/{counter}/call-next")
        if status == 200:
            await serve(play, me, ticket)
        else:
            await asyncio.sleep(max(0.5, min(5.0, 30 / play.speed)))
    await me.post(f"{API}/counters/{counter}/close")


async def serve(play: Play, me: Caller, ticket: dict[str, Any]) -> None:
    path = f"{API}/tickets/{ticket['id']}"
    if play.random.random() < patterns.PASSED:
        for _ in range(2):
            await play.pause(0.4)
            await me.post(f"{path}/recall")
        await play.pause(0.4)
        status, _ = await me.post(f"{path}/pass")
        while status == 409 and not play.over.is_set():  # too early: the guard counts real time
            await asyncio.sleep(5)
            status, _ = await me.post(f"{path}/pass")
        play.tally.passed += 1
        return
    await play.pause(play.random.uniform(0.2, 0.7))
    await me.post(f"{path}/start")
    item = next((i for i in play.items if i["id"] == (ticket.get("item") or {}).get("id")), None)
    mean = item["mean_minutes"] if item else patterns.UNKNOWN_MEAN
    minutes = patterns.service_minutes(mean, play.random)
    await play.pause(minutes / 2)
    if item:
        await work_on_case(play, me, item, ticket)
    await play.pause(minutes / 2)
    await me.post(f"{path}/finish")


async def work_on_case(
    play: Play, me: Caller, item: dict[str, Any], ticket: dict[str, Any]
) -> None:
    status, case = await me.post(
        f"{API}/cases",
        {
            "item": item["id"],
            "scenarios": [],
            "parties": [{"role": "applicant", "kind": "person", "name": "演示群众"}],
            "ticket": ticket["id"],
        },
    )
    if status != 201:
        return
    play.tally.cases += 1
    gaps = play.random.random() < patterns.GAPS
    marks = [
        {"id": line["id"], "state": "rejected", "reason": "未带"}
        if gaps and position == 0
        else {"id": line["id"], "state": "checked"}
        for position, line in enumerate(case["requirements"])
        if line["state"] == "required"
    ]
    if marks:
        await me.post(f"{API}/cases/{case['id']}/requirements", {"marks": marks})
    if gaps:
        sheet = {"item": item["id"], "ticket": ticket["id"]}
        status, _ = await me.post(f"{API}/halls/{play.hall}/sheets", sheet)
        play.tally.sheets += status == 201
