"""Everything that reads tickets and counters."""

from .answers import known_scenarios
from .asides import Aside, asides
from .board import board
from .closing import Closing, doubt_before_closing
from .counters import (
    counter_of_worker,
    counter_states,
    counter_view,
    get_counter_for,
    just_done,
    transfer_counters,
)
from .figures import (
    counters_now,
    done_by,
    failed_slips,
    first_tier_waiting,
    not_arrived,
    passed_now,
    quietly_recalled,
    taken_by_half_hour,
    tickets_by_number,
)
from .halls import arrival_code, hall_figures, queue_waits
from .lines import Ahead, ahead_of
from .slips import slip_data
from .tickets import (
    get_ticket_for,
    is_holder,
    matters_of,
    principal_name,
    ticket_by_id,
    ticket_view,
)
from .upcoming import line_of, next_tickets
from .visits import Sitting, ticket_numbers, visit_story

__all__ = [
    "Ahead",
    "Aside",
    "Closing",
    "Sitting",
    "ahead_of",
    "arrival_code",
    "asides",
    "board",
    "counter_of_worker",
    "counter_states",
    "counter_view",
    "counters_now",
    "done_by",
    "doubt_before_closing",
    "failed_slips",
    "first_tier_waiting",
    "get_counter_for",
    "get_ticket_for",
    "hall_figures",
    "is_holder",
    "just_done",
    "known_scenarios",
    "line_of",
    "matters_of",
    "next_tickets",
    "not_arrived",
    "passed_now",
    "principal_name",
    "queue_waits",
    "quietly_recalled",
    "slip_data",
    "taken_by_half_hour",
    "ticket_by_id",
    "ticket_numbers",
    "ticket_view",
    "transfer_counters",
    "tickets_by_number",
    "visit_story",
]
