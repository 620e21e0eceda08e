"""A hall as the API shows it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ..models import Counter, Hall, OpeningHours, Queue
from .hours import clock, open_now
from .rooms import counters, queues, zones


def hall_card(hall: Hall) -> dict[str, Any]:
    return {
        "code": hall.code,
        "name": hall.name,
        "address": hall.address,
        "phone": hall.phone,
        "timezone": hall.timezone,
        "demonstration": hall.demonstration,
    }


def hall_view(hall: Hall, now: datetime, states: dict[UUID, str] | None = None) -> dict[str, Any]:
    """`GET /halls/{hall}`; `states` of counters come from above, else they are closed."""
    states = states or {}
    return hall_card(hall) | {
        "open": open_now(hall, now),
        "waiting_target": hall.waiting_target,
        "hours": [
            {
                "weekday": h.weekday,
                "opens": clock(h.opens_minute),
                "closes": clock(h.closes_minute),
            }
            for h in OpeningHours.objects.filter(hall=hall)
        ],
        "zones": [
            {"code": z.code, "name": z.name, "floor": z.floor, "seat_hint": z.seat_hint}
            for z in zones(hall)
        ],
        "queues": [queue_view(queue) for queue in queues(hall)],
        "counters": [counter_card(c, states.get(c.id, "closed")) for c in counters(hall)],
    }


def queue_view(queue: Queue) -> dict[str, Any]:
    return {
        "id": queue.id,
        "code": queue.code,
        "prefix": queue.prefix,
        "name": queue.name,
        "zone": queue.zone.code,
        "stopped": queue.stopped_at is not None,
        "stopped_reason": queue.stopped_reason,
    }


def counter_card(counter: Counter, state: str) -> dict[str, Any]:
    return {
        "id": counter.id,
        "number": counter.number,
        "name": counter.name,
        "zone": counter.zone.code,
        "skills": [
            {"id": q.id, "code": q.code, "prefix": q.prefix, "name": q.name}
            for q in counter.queues.all()
        ],
        "state": state,
    }
