"""Citizens who come, wait and rate; workers who call, serve and finish."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from . import patterns
from .client import Caller, Contract, Tally

API = "/api/v1"
NEEDS = ["wheelchair", "pregnant", "infant", "disabled"]


@dataclass
class Play:
    """One run. `speed` hall minutes pass in a real minute."""

    url: str
    hall: str
    speed: float
    random: Random
    tokens: dict[str, str]
    transport: Any
    contract: Contract | None = None
    items: list[dict[str, Any]] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    code: str = ""
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def caller(self, account: str = "") -> Caller:
        token = self.tokens[account] if account else ""
        return Caller(self.url, self.contract, self.tally, self.transport, token)

    async def pause(self, minutes: float) -> None:
        await asyncio.sleep(minutes * 60 / self.speed)

    async def prepare(self) -> None:
        stranger = self.caller()
        status, document = await stranger.get(f"{API}/openapi.json")
        if status != 200:
            raise ConnectionError(f"{self.url} does not answer")
        self.contract = Contract(document)
        next_page = ""
        while next_page is not None:
            path = f"{API}/halls/{self.hall}/items?cursor={next_page}"
            status, page = await self.caller().get(path)
            if status != 200:
                raise ConnectionError(f"hall {self.hall}: {status}")
            self.items += page["items"]
            next_page = page["next"]

    async def keep_code(self) -> None:
        """The arrival code as the hall's board shows it."""
        board = self.caller("board1")
        while not self.over.is_set():
            status, body = await board.get(f"{API}/halls/{self.hall}/board")
            if status == 200:
                self.code = body.get("code") or ""
            await asyncio.sleep(15)


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
