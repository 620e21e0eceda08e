"""Everything that writes cases. What others may call is named here."""

from .marking import mark_requirements
from .opening import PartyGiven, open_case
from .outside import set_outside_number
from .recomputing import answer_questions

__all__ = [
    "PartyGiven",
    "answer_questions",
    "mark_requirements",
    "open_case",
    "set_outside_number",
]
