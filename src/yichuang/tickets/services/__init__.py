"""Everything that writes tickets, counters and the stop of queues. Keyword-only; `actor` and
`now` always; one transaction each. A ticket is given as itself or by its public id."""

from .calling import call_next, finish, pass_ticket, recall, seconds_to_pass, start
from .counters import close_counter, open_counter, pause_counter, start_queue, stop_queue
from .taking import Taken, arrive, take_ticket

__all__ = [
    "Taken",
    "arrive",
    "call_next",
    "close_counter",
    "finish",
    "open_counter",
    "pass_ticket",
    "pause_counter",
    "recall",
    "seconds_to_pass",
    "start",
    "start_queue",
    "stop_queue",
    "take_ticket",
]
