"""Everything that reads tickets and counters."""

from .board import board
from .counters import counter_of_worker, counter_states, counter_view, get_counter_for
from .halls import arrival_code, hall_figures, queue_waits
from .lines import Ahead, ahead_of
from .tickets import get_ticket_for, is_holder, principal_name, ticket_by_id, ticket_view
from .upcoming import next_tickets

__all__ = [
    "Ahead",
    "ahead_of",
    "arrival_code",
    "board",
    "counter_of_worker",
    "counter_states",
    "counter_view",
    "get_counter_for",
    "get_ticket_for",
    "hall_figures",
    "is_holder",
    "next_tickets",
    "principal_name",
    "queue_waits",
    "ticket_by_id",
    "ticket_view",
]
