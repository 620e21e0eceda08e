"""What one run of the crowd knows: address, tokens, time, and what was seen so far."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .client import Caller, Contract, Tally

API = "/api/v1"


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
