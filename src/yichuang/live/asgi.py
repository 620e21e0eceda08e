"""Event streams at /live?topic=…&token=… (both may be repeated): raw ASGI, made for uvicorn.

The only async code of the house. A stream tells `{topic, id, version}`; the page fetches
what it shows. `Last-Event-ID` resumes; what is too old is answered with `reset`. A lapsed
token is answered 200 with one `reset`, because EventSource never comes again after a non-200.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs
from uuid import UUID

from django.core.signing import BadSignature
from django.db import DatabaseError

from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError, Invalid, NotFound

from .access import admit, by_hall, forget_connection
from .answers import STREAM, Message, Receive, Send, answer, refuse
from .hub import Hub
from .listener import Listener, reset_piece
from .reader import Reader
from .topics import Followed, Lapsed

BEAT_EVERY = 15.0
IDLE_EVERY = 60.0
FIRST_READING, STEP = 3.0, 0.02  # seconds a new listener waits for its hall to be read
MOST_TOPICS = 20
log = logging.getLogger(__name__)
hub = Hub()
_jobs: list[asyncio.Task[None]] = []


async def application(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _http(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await _stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _start() -> None:
    hub.closed = False
    _jobs[:] = [
        asyncio.create_task(Reader(hub).run()),
        asyncio.create_task(_repeat(BEAT_EVERY, hub.beat)),
        asyncio.create_task(_repeat(IDLE_EVERY, hub.forget_idle)),
    ]


async def _stop() -> None:
    hub.close()
    for job in _jobs:
        job.cancel()
    await asyncio.gather(*_jobs, return_exceptions=True)
    _jobs.clear()
    forget_connection()


async def _repeat(seconds: float, work: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(seconds)
        work()


async def _http(scope: Message, receive: Receive, send: Send) -> None:
    try:
        followed = await _admitted(scope)
    except Lapsed:
        await answer(send, 200, STREAM, reset_piece())
    except BadSignature:
        await refuse(send, 403, "bad_token")
    except DomainError as error:
        await refuse(send, error.status, error.code)
    except DatabaseError:
        await refuse(send, 503, "unavailable")
    else:
        await _stream(scope, by_hall(followed), receive, send)


async def _admitted(scope: Message) -> list[Followed]:
    if scope["path"] != "/live" or scope["method"] != "GET":
        raise NotFound("not_found", "")
    try:
        given = parse_qs(scope["query_string"].decode("ascii", "replace"), max_num_fields=60)
    except ValueError as error:
        raise Invalid("bad_topic", "") from error
    topics, tokens = given.get("topic", []), given.get("token", [])
    if not topics or len(topics) > MOST_TOPICS or (tokens and len(tokens) != len(topics)):
        raise Invalid("bad_topic", "")
    return await admit(topics, tokens, _header(scope, b"cookie"), now())


def _header(scope: Message, name: bytes) -> str:
    return next((v.decode("latin-1") for k, v in scope["headers"] if k == name), "")


async def _stream(
    scope: Message, halls: dict[UUID, tuple[str, ...]], receive: Receive, send: Send
) -> None:
    if not await _are_read(halls):
        await refuse(send, 503, "unavailable")
        return
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - for the type checker
    listener = Listener(send, halls, task.cancel)
    await send({"type": "http.response.start", "status": 200, "headers": STREAM})
    last = _header(scope, b"last-event-id")
    first = hub.join(listener, int(last) if last.isdecimal() and len(last) < 19 else None)
    try:
        if listener.push(b"retry: 2000\n\n" + first):
            while (await receive())["type"] != "http.disconnect":
                continue
    except asyncio.CancelledError:
        log.info("a listener was too slow or had to go")
    finally:
        hub.leave(listener)


async def _are_read(halls: Iterable[UUID]) -> bool:
    """False when the database is away: the page polls and comes again."""
    for _ in range(int(FIRST_READING / STEP)):
        if hub.closed or hub.want(halls):
            break
        await asyncio.sleep(STEP)
    return not hub.closed and hub.want(halls)
