"""One run of the crowd, bounded in people and in time."""

import asyncio
from statistics import mean
from typing import Any

import httpx

from . import patterns
from .citizens import citizen
from .client import Tally
from .play import API, Play
from .workers import worker

GRACE_MINUTES = 60  # hall minutes after the last arrival


async def run(play: Play, people: int, workers: int, first_worker: int) -> Tally:
    """Plays the day; ends when everybody has left, at the latest an hour after the last came."""
    await play.prepare()
    status, hall = await play.caller().get(f"{API}/halls/{play.hall}")
    if status != 200:
        raise ConnectionError(f"hall {play.hall}: {status}")
    counters = hall["counters"][first_worker - 1 : first_worker - 1 + workers]
    staff = [
        asyncio.create_task(worker(play, f"worker{first_worker + i}", counter["id"]))
        for i, counter in enumerate(counters)
    ]
    code = asyncio.create_task(play.keep_code())
    visits = await _let_in(play, people)
    deadline = GRACE_MINUTES * 60 / play.speed
    if visits:
        await asyncio.wait(visits, timeout=deadline if workers else 5)
    play.over.set()
    code.cancel()
    for end in await asyncio.gather(*visits, *staff, code, return_exceptions=True):
        if isinstance(end, Exception):  # an answer that is not what the contract says
            play.tally.failures[f"{type(end).__name__}: {end}"] += 1
    return play.tally


async def _let_in(play: Play, people: int) -> list[asyncio.Task[Any]]:
    await asyncio.sleep(1)  # the code is read first
    visits, clock = [], 0.0
    for number, at in enumerate(patterns.arrivals(people, play.random)):
        await play.pause(at - clock)
        clock = at
        visits.append(asyncio.create_task(citizen(play, number)))
    return visits


def reach(url: str) -> None:
    """Refused in one line when nobody answers there, before anything else is begun."""
    try:
        httpx.get(f"{url}{API}/halls", timeout=30)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ConnectionError(f"{url} does not answer: {error}") from error


def transport() -> httpx.AsyncHTTPTransport:
    """One pool for everybody; 64 connections at once are enough for a hall."""
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=64))


def report(tally: Tally, speed: float) -> list[str]:
    """Told ranges are of real minutes, so only a run at speed 1 can hold them."""
    waits = sorted(tally.waits)
    lines = [
        f"tickets {tally.tickets} (older people {tally.older})  cases {tally.cases}  "
        f"passed {tally.passed}"
    ]
    if waits:
        figures = {
            "mean": mean(waits),
            "90th percentile": waits[int(0.9 * (len(waits) - 1))],
            "longest": waits[-1],
        }
        told = (f"{k} {v:.2f} real, {v * speed:.1f} scaled" for k, v in figures.items())
        lines.append("wait in minutes: " + "; ".join(told))
    if speed == 1 and tally.told:
        held = sum(low <= real <= high for low, high, real in tally.told) / len(tally.told)
        lines.append(f"told ranges that held: {held:.0%} of {len(tally.told)}")
    lines.append(f"sheets {tally.sheets}  ratings {tally.ratings}")
    lines.append("answers: " + ", ".join(f"{k}: {n}" for k, n in sorted(tally.statuses.items())))
    lines += [f"undeclared: {what} × {n}" for what, n in tally.undeclared.items()]
    lines += [f"no answer: {what} × {n}" for what, n in tally.failures.items()]
    return lines
