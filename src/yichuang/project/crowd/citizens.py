"""Citizens who come, wait and rate."""

import asyncio
from datetime import date, datetime
from typing import Any

from . import patterns
from .client import Caller
from .play import API, Play

NEEDS = ["wheelchair", "pregnant", "infant", "disabled"]


def person(play: Play, number: int) -> dict[str, Any]:
    """What the ticket is told of who comes: a need, or the papers of an older person."""
    random, kind = play.random, play.random.random()
    if kind < patterns.FIRST_TIER:
        return {"needs": [random.choice(NEEDS)]}
    if kind < patterns.FIRST_TIER + patterns.OLDER:
        papers = patterns.older_number(number, date.today(), random)
        return {"identity": {"type": "resident_id", "number": papers}}
    return {}


async def citizen(play: Play, number: int) -> None:
    """One visit: take a number, wait, perhaps rate."""
    random = play.random
    item = random.choices(play.items, patterns.popularity(len(play.items)))[0]
    body: dict[str, Any] = {"item": item["id"], "phone": f"139{number:08d}", **person(play, number)}
    kind = random.random()
    if kind > patterns.BY_PHONE + patterns.FROM_ELSEWHERE:
        await take(play, play.caller("kiosk1"), {**body, "channel": "kiosk"})
        return
    me = play.caller()
    elsewhere = kind > patterns.BY_PHONE
    body |= {"channel": "phone"} if elsewhere else {"channel": "phone", "code": play.code}
    ticket = await take(play, me, body)
    if not ticket:
        return
    if elsewhere:
        await play.pause(random.uniform(2, 10))
        await me.post(f"{API}/tickets/{ticket['id']}/arrive", {"code": play.code})
    await wait_and_rate(play, me, ticket)


async def take(play: Play, me: Caller, body: dict[str, Any]) -> dict[str, Any] | None:
    status, ticket = await me.post(f"{API}/halls/{play.hall}/tickets", body)
    if status != 201:
        return None
    play.tally.tickets += 1
    play.tally.older += "identity" in body
    return dict(ticket)


async def wait_and_rate(play: Play, me: Caller, ticket: dict[str, Any]) -> None:
    told = ticket.get("wait")
    called = None
    while not play.over.is_set():
        status, seen = await me.get(f"{API}/tickets/{ticket['id']}")
        if status == 200 and seen["called_at"] and called is None:
            called = datetime.fromisoformat(seen["called_at"])
            waited = (called - datetime.fromisoformat(seen["issued_at"])).total_seconds() / 60
            play.tally.waits.append(waited)
            if told:
                play.tally.told.append((told["low"], told["high"], waited))
        if status == 200 and seen["state"] in ("done", "expired", "cancelled"):
            break
        await asyncio.sleep(max(1.0, min(10.0, 60 / play.speed)))
    else:
        return
    if play.random.random() < patterns.RATED_OF_PHONES:
        level = play.random.choices([5, 4, 3, 2, 1], [70, 20, 6, 3, 1])[0]
        status, _ = await me.post(f"{API}/ratings/{ticket['rating_key']}", {"level": level})
        play.tally.ratings += status in (200, 201)
