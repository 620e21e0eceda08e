"""JSON API: cases and one-time sheets (api.md)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.kit.api.auth import Needs
from yichuang.kit.api.problems import PROBLEMS
from yichuang.kit.clock import now
from yichuang.kit.web import actor_of
from yichuang.places import queries as places

from . import queries, services
from .bodies import AnswersIn, CaseIn, CaseReason, MarksIn, OutsideIn, SheetIn
from .models import Case
from .permissions import READ, RECEIVE, TELL
from .schemas import CaseOut, SheetOut

router = Router(tags=["cases"])
_CASE = {200: CaseOut, **PROBLEMS}


@router.post("/cases", response={201: CaseOut, **PROBLEMS}, auth=Needs(RECEIVE))
def open_case(request: HttpRequest, body: CaseIn) -> Status:
    """A draft with the materials asked of each party; skipped questions stay open."""
    actor = actor_of(request)
    case = services.open_case(
        actor=actor,
        now=now(),
        item=body.item,
        scenarios=body.scenarios,
        parties=[party.given() for party in body.parties],
        ticket=body.ticket,
        materials=[material.given() for material in body.materials],
        outside_number=body.outside_number,
    )
    return Status(201, queries.case_view(case, actor))


@router.get("/cases/{case}", response=_CASE, auth=Needs(READ))
def get_case(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """The reading is recorded: a case holds personal data."""
    actor = actor_of(request)
    return queries.case_view(queries.read_case(actor, case, now()), actor)


@router.post("/cases/{case}/requirements", response=_CASE, auth=Needs(RECEIVE))
def mark(request: HttpRequest, case: UUID, body: MarksIn) -> dict[str, Any]:
    """Several at once, all or none."""
    marks = [one.given() for one in body.marks]
    actor = actor_of(request)
    return _after(
        request, services.mark_requirements(actor=actor, now=now(), case=case, marks=marks)
    )


@router.post("/cases/{case}/answers", response=_CASE, auth=Needs(RECEIVE))
def answer(request: HttpRequest, case: UUID, body: AnswersIn) -> dict[str, Any]:
    """Questions answered later; marks stay where their material is still asked."""
    found = services.answer_questions(
        actor=actor_of(request),
        now=now(),
        case=case,
        scenarios=body.scenarios,
        facts=body.facts,
    )
    return _after(request, found)


@router.post("/cases/{case}/outside-number", response=_CASE, auth=Needs(RECEIVE))
def outside_number(request: HttpRequest, case: UUID, body: OutsideIn) -> dict[str, Any]:
    """The number that the outside system gave, typed or scanned."""
    found = services.set_outside_number(
        actor=actor_of(request), now=now(), case=case, number=body.outside_number
    )
    return _after(request, found)


@router.post("/cases/{case}/receive", response=_CASE, auth=Needs(RECEIVE))
def receive(request: HttpRequest, case: UUID, body: CaseReason | None = None) -> dict[str, Any]:
    """The papers are kept: receipt, number, clock."""
    return _after(request, services.receive(actor=actor_of(request), now=now(), case=case))


@router.post("/cases/{case}/complete", response=_CASE, auth=Needs(RECEIVE))
def complete(request: HttpRequest, case: UUID, body: CaseReason | None = None) -> dict[str, Any]:
    """On the spot: received, accepted, decided and issued in one sitting."""
    found = services.complete_on_the_spot(actor=actor_of(request), now=now(), case=case)
    return _after(request, found)


@router.post("/cases/{case}/withdraw", response=_CASE, auth=Needs(RECEIVE))
def withdraw(request: HttpRequest, case: UUID, body: CaseReason | None = None) -> dict[str, Any]:
    """The applicant takes the case back."""
    reason = body.reason if body else ""
    return _after(
        request,
        services.withdraw(actor=actor_of(request), now=now(), case=case, reason=reason),
    )


@router.post("/halls/{hall}/sheets", response={201: SheetOut, **PROBLEMS}, auth=Needs(TELL))
def tell_sheet(request: HttpRequest, hall: str, body: SheetIn) -> Status:
    """All that is still missing, on one sheet, without an application."""
    document = services.tell_sheet(
        actor=actor_of(request),
        now=now(),
        hall=places.hall_by_code(hall),
        item=body.item,
        scenarios=body.scenarios,
        ticket=body.ticket,
        case=body.case,
        marks=[one.given() for one in body.marks],
    )
    return Status(201, queries.sheet_view(document))


def _after(request: HttpRequest, case: Case) -> dict[str, Any]:
    return queries.case_view(queries.completed(case), actor_of(request))
