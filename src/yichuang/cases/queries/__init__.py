"""Everything that reads cases. What others may call is named here."""

from ..registered import party_view
from .finding import REVEAL_REASONS, applicant_again, case_by_number, party_in_full
from .history import PastCase, common_mistakes, department_history
from .papers import documents_of, sheet_view, sheets_today
from .reading import (
    case_names,
    case_of_ticket,
    cases_of_ticket,
    completed,
    get_case_for,
    parties_of,
    read_case,
    registered_roles,
    requirement_list,
)
from .views import case_view, requirement_view

__all__ = [
    "PastCase",
    "REVEAL_REASONS",
    "applicant_again",
    "case_by_number",
    "case_names",
    "case_of_ticket",
    "case_view",
    "cases_of_ticket",
    "common_mistakes",
    "completed",
    "department_history",
    "documents_of",
    "get_case_for",
    "parties_of",
    "party_in_full",
    "party_view",
    "read_case",
    "registered_roles",
    "requirement_list",
    "requirement_view",
    "sheet_view",
    "sheets_today",
]
