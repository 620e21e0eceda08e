"""One open stream, and the pieces that are written to it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as the stream tells it."""

    seq: int
    version: int
    topics: tuple[str, ...]


def piece(topic: str, event: Happened) -> bytes:
    data = {"topic": topic, "id": event.seq, "version": event.version}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"id: {event.seq}\ndata: {text}\n\n".encode()


def reset_piece(seq: int | None = None) -> bytes:
    """What came meanwhile is no longer told: fetch everything anew."""
    at = f"id: {seq}\n" if seq is not None else ""
    return f"{at}event: reset\ndata: {{}}\n\n".encode()


BEAT = b": beat\nevent: beat\ndata: {}\n\n"


class Listener:
    """One open stream."""

    __slots__ = ("_send", "by_hall", "dropped")

    def __init__(self, send: Send, by_hall: dict[UUID, tuple[str, ...]], dropped: Any) -> None:
        self._send, self.by_hall, self.dropped = send, by_hall, dropped

    def push(self, data: bytes, more: bool = True) -> bool:
        """False when it did not go out at once.

        The server's `send` only waits while the connection's buffer is over its mark (64 KB
        in uvicorn), so one step of the coroutine tells; nobody else awaits.
        """
        step = self._send({"type": "http.response.body", "body": data, "more_body": more})
        coroutine = step.__await__()
        try:
            next(coroutine)
        except StopIteration:
            return True
        except Exception:  # the connection broke while we wrote; its task cleans up
            return False
        coroutine.close()
        return False
