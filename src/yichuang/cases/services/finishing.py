"""Papers kept, done on the spot, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.catalogue.rules import Definition
from yichuang.kit.actors import Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.documents.services import issue_document
from yichuang.kit.errors import Refused
from yichuang.kit.events import Writer, write
from yichuang.kit.numbering import next_number
from yichuang.people.queries import staff_number
from yichuang.places import queries as places
from yichuang.places.working_days import add_working_days

from .. import events
from ..definitions import definition_of
from ..documents.receipt import RECEIPT
from ..flow import FLOW
from ..models import Case, Party, Requirement
from ..papers import receipt_content
from ..permissions import RECEIVE
from ..rules import case_number, case_series, gaps
from .context import hall_of, locked_case, requirements_of

_MOVED = ["state", "version", "number", "received_by", "received_at", "issued_at"]
_KEPT = [*_MOVED, "papers", "accept_by", "accept_by_provisional"]
LICENCE_DAYS = 5  # 行政许可法 32: all gaps told within five working days


def receive(*, actor: Actor, now: datetime, case: Case | UUID) -> Case:
    """The papers are kept: a case number, a numbered receipt, and the clock runs.

    Nobody is turned away for a gap (行政许可法 32): what is missing is told with the receipt.
    Refused: 403; 404; 409 not_allowed (state, or handled elsewhere), applicant_needed.
    """
    actor.require(RECEIVE)
    with write(hall_of(actor)) as w:
        found, rows = _loaded(case, actor)
        _receive(w, found, rows, actor, now)
        found.save(update_fields=_KEPT)
    return found


def complete_on_the_spot(*, actor: Actor, now: datetime, case: Case | UUID) -> Case:
    """Received, accepted, decided and issued in one sitting; the receipt says so.

    Refused: 403; 404; 409 not_allowed (state, or handled elsewhere), not_on_the_spot (a
    committed-time item), stopped (not needed, or not yet), gaps_open with every gap and open
    question, second_person_needed or same_account where the item wants a second person.
    """
    actor.require(RECEIVE)
    with write(hall_of(actor)) as w:
        found, rows = _loaded(case, actor)
        definition = definition_of(found.item_version_id)
        if found.state == "draft":
            FLOW.check(found, "receive", actor=actor)
        else:
            FLOW.check(found, "accept", actor=actor)
        _check_on_the_spot(found, definition, rows)
        _check_second_person(found, definition, actor)
        if found.state == "draft":
            _receive(w, found, rows, actor, now, completed=True)
        for action in ("accept", "decide", "issue"):
            FLOW.advance(found, action, actor=actor)
        found.issued_at = now
        found.version += 1
        found.save(update_fields=_KEPT)
        w.add(
            events.COMPLETED,
            subject=found.id,
            actor=actor,
            now=now,
            version=found.version,
            data={"item": found.item.code, "number": found.number},
        )
    return found


def withdraw(*, actor: Actor, now: datetime, case: Case | UUID, reason: str = "") -> Case:
    """The applicant takes the case back; a number that was given stays.

    Refused: 403; 404; 409 not_allowed after the decision.
    """
    actor.require(RECEIVE)
    with write(hall_of(actor)) as w:
        found = locked_case(case, actor, RECEIVE)
        was = found.state
        FLOW.advance(found, "withdraw", actor=actor, reason=reason)
        found.version += 1
        found.save(update_fields=["state", "version"])
        w.add(
            events.WITHDRAWN,
            subject=found.id,
            actor=actor,
            now=now,
            version=found.version,
            data={"was": was},
        )
    return found


def _loaded(case: Case | UUID, actor: Actor) -> tuple[Case, list[Requirement]]:
    found = locked_case(case, actor, RECEIVE)
    found.listed = requirements_of(found)
    found.registered = list(Party.objects.filter(case=found).order_by("order"))
    return found, found.listed


def _receive(
    w: Writer,
    case: Case,
    rows: Sequence[Requirement],
    actor: Actor,
    now: datetime,
    *,
    completed: bool = False,
) -> None:
    if not any(row.role == "applicant" for row in case.registered):
        raise Refused("applicant_needed", _("请先登记申请人。"))
    FLOW.advance(case, "receive", actor=actor)
    definition = definition_of(case.item_version_id)
    case.received_at, case.received_by = now, actor.ref
    case.version += 1
    if not completed:
        _start_clock(case, definition, now)
    day = hall_day(now, case.hall.timezone)
    series = case_series(definition.task_code, case.item.code)
    serial = next_number(case.hall_id, f"case:{series}", day.isoformat())
    case.number = case_number(definition.task_code, case.item.code, day, serial)
    content = receipt_content(
        case,
        definition,
        case.registered,
        rows,
        now=now,
        received_by=staff_number(actor),
        completed=completed,
    )
    receipt = issue_document(
        w,
        RECEIPT,
        content,
        actor=actor,
        now=now,
        hall=case.hall.name,
        department=definition.vocabulary.department or case.hall.name,
        timezone=case.hall.timezone,
        subjects=[case.id],
    )
    case.papers.append(receipt.id)
    w.add(
        events.RECEIVED,
        subject=case.id,
        actor=actor,
        now=now,
        version=case.version,
        data={
            "item": case.item.code,
            "number": case.number,
            "clock": {
                "regime": definition.acceptance.regime,
                "accept_by": case.accept_by.isoformat() if case.accept_by else None,
                "promise_from": definition.promise_limit.starts,
            },
        },
    )


def _start_clock(case: Case, definition: Definition, now: datetime) -> None:
    """Until when it is accepted or all gaps are told; without a regime nothing is deemed."""
    regime = definition.acceptance
    days = {"licence": regime.days or LICENCE_DAYS, "local": regime.days}.get(regime.regime)
    if days is None:
        return
    start = hall_day(now, case.hall.timezone)
    due = add_working_days(start, days, places.work_calendar())
    case.accept_by, case.accept_by_provisional = due.day, due.provisional


def _check_on_the_spot(case: Case, definition: Definition, rows: Sequence[Requirement]) -> None:
    if not definition.on_the_spot:
        raise Refused("not_on_the_spot", _("这件事不是即办件，不能当场办结。"))
    if case.stops:
        text = "；".join(stop["text"] for stop in case.stops)
        raise Refused("stopped", text, stops=case.stops)
    missing = gaps(rows)
    asked = [q for q in definition.questions if q.id in case.unanswered]
    if missing or asked:
        raise Refused(
            "gaps_open",
            _("还有%(n)s处没有核齐，不能受理。") % {"n": len(missing) + len(asked)},
            gaps=missing,
            unanswered=[{"id": q.id, "text": q.text} for q in asked],
        )


def _check_second_person(case: Case, definition: Definition, actor: Actor) -> None:
    if definition.separation == "none":
        return
    if case.state == "draft":
        raise Refused("second_person_needed", _("这件事要两个人办：请先收件，再由另一人办结。"))
    if case.received_by == actor.ref:
        raise Refused("same_account", _("收件的人不能自己复核，请另一位同事办结。"))
