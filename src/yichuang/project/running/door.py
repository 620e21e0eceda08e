"""The one port of `up`: streams to the live application, all else to WSGI in threads."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware

from yichuang.project.asgi import application as live
from yichuang.project.health import probe
from yichuang.project.wsgi import application as pages

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

THREADS = int(os.environ.get("YICHUANG_WEB_THREADS", "8"))

_pages = WSGIMiddleware(pages, workers=THREADS)  # type: ignore[arg-type]


async def application(scope: Message, receive: Receive, send: Send) -> None:
    path = scope.get("path", "")
    if scope["type"] == "lifespan" or path == "/live":
        await live(scope, receive, send)
    elif path in ("/healthz", "/readyz"):
        # Beside the threads: they may all be waiting for a database that hangs.
        await probe(scope, receive, send)
    else:
        await _pages(scope, receive, send)  # type: ignore[arg-type]
