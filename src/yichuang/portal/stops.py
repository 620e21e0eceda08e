"""Queues whose numbers a manager stopped: told wherever a number could be asked for."""

from __future__ import annotations

from typing import Any

from yichuang.places import queries as places
from yichuang.places.models import Hall, Queue

from .waiting import GENERAL


def stop_of(queue: Queue) -> str:
    """The manager's reason; '' while numbers are given."""
    return queue.stopped_reason if queue.stopped_at else ""


def asking(hall: Hall) -> dict[str, Any]:
    """Whether a number for a question (or any purpose but handling) is given now.

    `ask_stopped`: why not; '' also where the hall has no such queue.
    """
    queue = next((q for q in places.queues(hall) if q.prefix == GENERAL), None)
    return {
        "ask": bool(queue and not queue.stopped_at),
        "ask_stopped": stop_of(queue) if queue else "",
    }
