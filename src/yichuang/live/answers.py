"""Short answers in raw ASGI."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

STREAM = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


async def refuse(send: Send, status: int, code: str) -> None:
    body = {"type": f"urn:yichuang:problem:{code}", "status": status, "code": code}
    headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")]
    await answer(send, status, headers, json.dumps(body).encode())


async def answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
