"""Everything that reads the set-up of a hall."""

from .hours import (
    clock,
    closes_in,
    hours_in_words,
    hours_today,
    minutes_to_close,
    next_opening,
    open_now,
    work_calendar,
)
from .items import ItemPage, hall_item, items_of_hall, queue_of
from .rooms import (
    counter_by_number,
    counter_names,
    counters,
    hall_by_code,
    hall_loaded,
    halls,
    queues,
    zones,
)
from .showing import counter_card, hall_card, hall_view, queue_view

__all__ = [
    "ItemPage",
    "clock",
    "closes_in",
    "counter_by_number",
    "counter_card",
    "counter_names",
    "counters",
    "hall_by_code",
    "hall_card",
    "hall_item",
    "hall_loaded",
    "hall_view",
    "halls",
    "hours_in_words",
    "hours_today",
    "items_of_hall",
    "minutes_to_close",
    "next_opening",
    "open_now",
    "queue_of",
    "queue_view",
    "queues",
    "work_calendar",
    "zones",
]
