"""Threads of `yichuang web` that never wait for the database, so that probes are answered."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any

SPARE = 2  # threads beside those that may be busy with pages
STUCK_AFTER = 2.0  # seconds without one page finished while every place is taken
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Places:
    """So many pages at once; who comes beyond waits in line, and leaves when nothing moves."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._line: deque[threading.Lock] = deque()
        self._guard = threading.Lock()
        self._moved = time.monotonic()

    def enter(self) -> bool:
        """False when the pages inside hang."""
        with self._guard:
            if self._free:
                self._free -= 1
                self._moved = time.monotonic()
                return True
            turn = threading.Lock()
            turn.acquire()
            self._line.append(turn)
        while not turn.acquire(timeout=max(0.0, self._moved + STUCK_AFTER - time.monotonic())):
            with self._guard:
                if turn not in self._line:  # given just now
                    return True
                if time.monotonic() - self._moved >= STUCK_AFTER:
                    self._line.remove(turn)
                    return False
        return True

    def leave(self) -> None:
        with self._guard:
            self._moved = time.monotonic()
            if self._line:
                self._line.popleft().release()  # the place goes to who came first
            else:
                self._free += 1


class Inside:
    """A page on its way out. What follows an answer may wait for the database as well, so the
    place is left only when it is closed, or was dropped by a server that does not close."""

    def __init__(self, response: Iterable[bytes], places: Places) -> None:
        self._response, self._places = response, places

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._response)

    def close(self) -> None:
        places, self._places = self._places, None  # type: ignore[assignment]
        if places is None:
            return
        try:
            getattr(self._response, "close", bool)()
        finally:
            places.leave()

    __del__ = close


def keep_places(application: Application, count: int, refuse: Application) -> Application:
    """`application` in at most `count` threads at once, probes beside them."""
    places = Places(count)

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in PROBES:
            return application(environ, start_response)
        if not places.enter():
            return refuse(environ, start_response)
        try:
            return Inside(application(environ, start_response), places)
        except BaseException:
            places.leave()
            raise

    return guarded
