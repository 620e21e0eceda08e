"""The crowd after a run that was cut off: whoever it left at a counter is served first."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from yichuang.project.crowd.workers import worker


class Desk:
    """Answers as a counter that is open with somebody still called to it."""

    def __init__(self, over: asyncio.Event) -> None:
        self.over, self.posted = over, list[str]()

    async def get(self, path: str) -> tuple[int, dict[str, Any]]:
        return 200, {"state": "open", "ticket": {"id": "left"}}

    async def post(self, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        self.posted.append(path.rpartition("/api/v1")[2])
        if path.endswith("call-next"):
            self.over.set()
        return 204, {}


def test_worker_when_somebody_was_left_at_the_counter_then_finishes_before_calling() -> None:
    async def run() -> list[str]:
        over = asyncio.Event()
        desk = Desk(over)
        play: Any = SimpleNamespace(caller=lambda _account: desk, over=over, speed=60.0)
        await worker(play, "worker3", "c3")
        return desk.posted

    assert asyncio.run(run()) == [
        "/tickets/left/start",
        "/tickets/left/finish",
        "/counters/c3/call-next",
        "/counters/c3/close",
    ]
