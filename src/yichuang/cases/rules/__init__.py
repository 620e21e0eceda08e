"""Rules on values: marks, gaps, and a list that is computed anew. No ORM, no clock.

Public: what is named here.
"""

from .lists import Recomputed, base_state, frozen, is_marked, recompute
from .marks import (
    GRADES,
    KINDS,
    MARKED,
    REQUIREMENT_STATES,
    Mark,
    Row,
    checked_mark,
    gaps,
    grade_of,
    is_gap,
)
from .naming import gap_names, paper_names, party_names, row_names, row_parties
from .numbers import case_number, case_series

__all__ = [
    "GRADES",
    "KINDS",
    "MARKED",
    "REQUIREMENT_STATES",
    "Mark",
    "Recomputed",
    "Row",
    "base_state",
    "case_number",
    "case_series",
    "checked_mark",
    "frozen",
    "gap_names",
    "gaps",
    "grade_of",
    "is_gap",
    "is_marked",
    "paper_names",
    "party_names",
    "recompute",
    "row_names",
    "row_parties",
]
