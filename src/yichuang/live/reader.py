"""Reads new events by (hall, stream, seq), only of halls that have listeners.

One connection. When the database goes away it tries again and goes on from its number,
so nothing is told twice or left out. Not NOTIFY: it would serialise the commits of the
whole database (design.md §1).
"""

import asyncio
import logging
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection as settings_of

from .hub import REMEMBERED, Hub
from .listener import Happened

EVERY = 0.1  # seconds
PATIENCE = 5.0  # seconds for one reading

_NEW = """
SELECT watched.hall, e.seq, e.version, e.topics
FROM unnest(%s::uuid[], %s::bigint[]) AS watched(hall, after)
CROSS JOIN LATERAL (
    SELECT seq, version, topics FROM kit_event
    WHERE hall_id = watched.hall AND stream = 'main' AND seq > watched.after
    ORDER BY seq LIMIT 500
) e
"""
_HEADS = """
SELECT hall_id, seq FROM kit_eventhead WHERE stream = 'main' AND hall_id = ANY(%s::uuid[])
"""
_PAST = """
SELECT seq, version, topics FROM kit_event
WHERE hall_id = %s AND stream = 'main' AND seq > %s AND seq <= %s ORDER BY seq
"""
_SYNC = {"context", "cursor_factory"}  # Django's own, for blocking connections
log = logging.getLogger("yichuang.live")


class Reader:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.connection: psycopg.AsyncConnection[Any] | None = None

    async def run(self) -> None:
        """Until cancelled."""
        delay = EVERY
        try:
            while True:
                try:
                    # Not wait_for: before 3.12 it can swallow the cancelling of this task.
                    async with asyncio.timeout(PATIENCE):
                        await self._tick()
                    delay = EVERY
                except (psycopg.Error, OSError, TimeoutError) as error:
                    log.warning("events cannot be read: %s", type(error).__name__)
                    await self._drop()
                    delay = min(2 * delay, 1.0)
                await asyncio.sleep(delay)
        finally:
            await self._drop()

    async def _tick(self) -> None:
        if self.connection is None and self.hub.feeds:
            await self._connect()
        new = [hall for hall, feed in self.hub.feeds.items() if not feed.loaded]
        if new:
            await self._load(new)
        watched = {hall: seq for hall, seq in self.hub.watched().items() if seq >= 0}
        if not watched or self.connection is None:
            return
        cursor = await self.connection.execute(
            _NEW, [list(watched), list(watched.values())], prepare=True
        )
        found: dict[UUID, list[Happened]] = {}
        for hall, seq, version, topics in await cursor.fetchall():
            found.setdefault(hall, []).append(Happened(seq, version, tuple(topics)))
        for hall, events in found.items():
            self.hub.happened(hall, events)

    async def _connect(self) -> None:
        given = {k: v for k, v in settings_of.get_connection_params().items() if k not in _SYNC}
        given |= {"connect_timeout": 3, "application_name": "yichuang live"}
        self.connection = await psycopg.AsyncConnection.connect(**given, autocommit=True)
        await self._load(list(self.hub.feeds))

    async def _load(self, halls: list[UUID]) -> None:
        assert self.connection is not None  # noqa: S101 - for the type checker
        cursor = await self.connection.execute(_HEADS, [halls])
        heads = dict(await cursor.fetchall())
        for hall in halls:
            seq = heads.get(hall, 0)
            feed = self.hub.feeds.get(hall)
            if feed is not None and feed.loaded and seq >= feed.seq:
                continue
            cursor = await self.connection.execute(_PAST, [hall, seq - REMEMBERED, seq])
            past = [Happened(s, v, tuple(t)) for s, v, t in await cursor.fetchall()]
            self.hub.loaded(hall, seq, past)

    async def _drop(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                async with asyncio.timeout(1):
                    await connection.close()
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("a lost connection did not close: %s", type(error).__name__)
