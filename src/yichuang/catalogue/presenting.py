"""An item and a list of requirements as the JSON API shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from . import queries
from .guides import term_with_start
from .models import Item
from .rules import Definition, Line, Open, RequirementList, base_term
from .rules.definition import Limit


def item_view(item: Item, now: datetime) -> dict[str, Any]:
    version = queries.current_version(item, now)
    definition = queries.definition_of(version)
    return {
        "id": item.code,
        "code": item.code,
        "name": definition.name,
        "department": definition.vocabulary.department,
        "theme": definition.theme,
        "version": version.version,
        "effective_from": version.effective_from.isoformat(),
        "origin": item.origin,
        "handled_in": definition.handled_in,
        "system": definition.system or "",
        "case_kind": definition.case_kind,
        "conditions": definition.conditions,
        "questions": _questions(definition),
        "materials": _materials(definition),
        "parties": definition.parties,
        "legal_basis": definition.legal_basis,
        "promise_limit": _term(definition.promise_limit),
        "statutory_limit": _term(definition.statutory_limit),
        "fee": definition.fee.model_dump(include={"charge", "standard", "basis", "way"}),
        "visits": definition.online.visits,
        "result": definition.result.name if definition.result else "",
        "enquiry": definition.contact.enquiry or "",
        "complaint": definition.contact.complaint or "",
        "packages": queries.packages_with(item.code, now),
        "findings": version.findings if item.imported else [],
    }


def _questions(definition: Definition) -> list[dict[str, Any]]:
    return [
        {
            "id": q.id,
            "text": q.text,
            "multiple": q.multiple,
            "min": q.min,
            "when": q.when.text if q.when else None,
            "options": [{"id": o.id, "text": o.text} for o in q.options],
        }
        for q in definition.questions
    ]


def _materials(definition: Definition) -> list[dict[str, Any]]:
    return [
        {
            "code": m.code,
            "name": m.name,
            "party": m.party,
            "need": m.need,
            "when": m.when.text if m.when else None,
            "form": m.form,
            "copies": m.copies,
            "original_seen": m.original_seen,
            "replace_by": m.replace_by,
            "note": m.note or "",
        }
        for m in definition.materials
    ]


def _term(limit: Limit) -> dict[str, Any]:
    term = base_term(limit)
    return {
        "days": term.days,
        "unit": term.unit,
        "starts": term.starts,
        "words": term_with_start(term),
    }


def requirements_view(asked: RequirementList) -> dict[str, Any]:
    return {
        "requirements": [_line(line) for line in asked.lines],
        "stops": [{"outcome": stop.outcome, "text": stop.text} for stop in asked.stops],
        "unanswered": [question.id for question in asked.unanswered],
        "open_facts": [
            {"party": o.party, "name": o.name, "text": o.text, "source": o.source}
            for o in asked.open_facts
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "party": line.party,
        "party_ref": line.party_ref,
        "party_name": line.party_name,
        "need": line.need,
        "undecided": line.undecided,
        "form": line.form,
        "copies": line.copies,
        "original_seen": line.original_seen,
        "replace_by": line.replace_by,
        "why": line.why,
        "note": line.note,
        "instead": line.instead,
        "waits_for": [_open(o) for o in line.waits_for],
        "also": line.also,
    }


def _open(what: Open) -> str:
    return {"question": "q.", "fact": "fact."}.get(what.kind, "") + what.name
