"""/healthz, /readyz and /metrics."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from typing import Any

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client import multiprocess as shared
from prometheus_client import values as metric_values

from yichuang.kit.web import public
from yichuang.places.queries import hall_loaded

DEADLINE = 3.2  # an orchestrator is promised its answer within 5 s
FRESH = 0.5  # seconds for which one look serves all who ask

_looker = ThreadPoolExecutor(1, thread_name_prefix="readiness")
_guard = threading.Lock()
_last: tuple[float, dict[str, bool]] = (0.0, {})


def readiness() -> dict[str, bool]:
    """Looked up by a thread with a connection of its own: the pages' ones may hang with the
    database."""
    with _guard:
        asked, state = _last
        if time.monotonic() - asked < FRESH:
            return state
    try:
        return _looker.submit(_look).result(DEADLINE)
    except TooLate:
        return {"database": False, "hall": False}


def _look() -> dict[str, bool]:
    global _last
    state = {"database": False, "hall": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("set statement_timeout = '1500ms'")
        state["database"] = True
        state["hall"] = hall_loaded()
    except Error:
        state["hall"] = False
    finally:
        connection.close()  # the next look connects anew
    with _guard:
        _last = (time.monotonic(), state)
    return state


@public
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    state = readiness()
    return JsonResponse(state, status=200 if all(state.values()) else 503)


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Of all processes that share PROMETHEUS_MULTIPROC_DIR, else of this one."""
    if metric_values.ValueClass.__name__ == "MutexValue":
        body = generate_latest()
    else:
        registry = CollectorRegistry()
        shared.MultiProcessCollector(registry)
        body = generate_latest(registry)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


async def probe(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
) -> None:
    """/healthz and /readyz for an ASGI door."""
    if scope["path"] == "/healthz":
        status, kind, body = 200, b"text/plain", b"ok\n"
    else:
        state = await asyncio.to_thread(readiness)
        status = 200 if all(state.values()) else 503
        kind, body = b"application/json", json.dumps(state).encode()
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
