"""Everything that writes cases. What others may call is named here."""

from .finishing import complete_on_the_spot, receive, withdraw
from .marking import mark_requirements
from .opening import PartyGiven, open_case
from .outside import set_outside_number
from .recomputing import answer_questions
from .registering import register_party
from .sheets import tell_sheet

__all__ = [
    "PartyGiven",
    "answer_questions",
    "complete_on_the_spot",
    "mark_requirements",
    "open_case",
    "receive",
    "register_party",
    "set_outside_number",
    "tell_sheet",
    "withdraw",
]
