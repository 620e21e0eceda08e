"""Everything that writes tickets, counters and the stop of queues. Keyword-only; `actor` and
`now` always; one transaction each. A ticket is given as itself or by its public id."""

from .calling import call_next, finish, pass_ticket, recall, seconds_to_pass, start
from .counters import close_counter, open_counter, pause_counter
from .days import close_day, erase_identities
from .moving import (
    cancel,
    hold,
    mark_urgent,
    postpone,
    requeue,
    resume,
    return_ticket,
    send_away,
    transfer,
)
from .slips import fail_lost_slips, note_slip, reprint_slip
from .stopping import start_queue, stop_queue
from .taking import Taken, arrive, take_ticket
from .wishes import add_matter, answer_questions, change_item

__all__ = [
    "Taken",
    "add_matter",
    "answer_questions",
    "arrive",
    "call_next",
    "cancel",
    "change_item",
    "close_counter",
    "close_day",
    "erase_identities",
    "fail_lost_slips",
    "finish",
    "hold",
    "mark_urgent",
    "note_slip",
    "open_counter",
    "pass_ticket",
    "pause_counter",
    "postpone",
    "recall",
    "reprint_slip",
    "requeue",
    "resume",
    "return_ticket",
    "seconds_to_pass",
    "send_away",
    "start",
    "start_queue",
    "stop_queue",
    "take_ticket",
    "transfer",
]
