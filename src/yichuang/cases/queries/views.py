"""A case as the API and the desk show it (api.md)."""

from __future__ import annotations

from typing import Any

from yichuang.catalogue.rules import Definition, Question
from yichuang.kit.actors import Actor

from ..definitions import definition_of
from ..flow import FLOW
from ..models import Case, Requirement
from ..registered import party_view, warnings_of
from ..rules import REQUIREMENT_STATES, gaps
from .papers import documents_of


def case_view(case: Case, actor: Actor) -> dict[str, Any]:
    """`case` comes with `.listed` and `.registered` (a service's answer, or read_case)."""
    definition = definition_of(case.item_version_id)
    asked = [row for row in case.listed if row.state != "not_applicable"]
    return {
        "id": case.id,
        "version": case.version,
        "item": {"id": case.item.code, "code": case.item.code, "name": case.item.name},
        "state": case.state,
        "state_name": str(FLOW.states[case.state]),
        "number": case.number,
        "handled_in": case.handled_in,
        "system": definition.system or "",
        "outside_number": case.outside_number,
        "ticket": case.ticket.public_id if case.ticket else None,
        "scenarios": case.scenarios,
        "opened_at": case.opened_at,
        "parties": [party_view(row, definition) for row in case.registered],
        "requirements": [requirement_view(row) for row in asked],
        "gaps": len(gaps(asked)),
        "stops": case.stops,
        "unanswered": [
            question_view(question)
            for question in definition.questions
            if question.id in case.unanswered
        ],
        "clock": clock_view(case, definition),
        "documents": documents_of(case),
        "allowed": FLOW.allowed(case, actor),
        "warnings": warnings_of(case.registered),
    }


def requirement_view(row: Requirement) -> dict[str, Any]:
    line = row.line
    return {
        "id": row.id,
        "code": row.code,
        "name": line["name"],
        "party": row.party_ref,
        "party_name": line["party_name"],
        "need": line["need"],
        "undecided": row.state == "undecided",
        "state": row.state,
        "state_name": str(REQUIREMENT_STATES[row.state]),
        "reason": row.reason,
        "evidence": row.evidence,
        "grade": row.grade or None,
        "form": line["form"],
        "copies": line["copies"],
        "original_seen": line["original_seen"],
        "replace_by": line["replace_by"],
        "why": line["why"],
        "note": line["note"],
        "marked_at": row.marked_at,
    }


def question_view(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text,
        "multiple": question.multiple,
        "options": [{"id": option.id, "text": option.text} for option in question.options],
    }


def clock_view(case: Case, definition: Definition) -> dict[str, Any] | None:
    """Nothing runs before papers are kept; afterwards until when it is accepted or told."""
    if case.received_at is None:
        return None
    promise = definition.promise_limit
    return {
        "received_at": case.received_at,
        "regime": definition.acceptance.regime,
        "accept_by": case.accept_by,
        "provisional": case.accept_by_provisional,
        "promise": {"days": promise.days, "unit": promise.unit, "starts": promise.starts},
        "stopped_at": case.issued_at,
    }
