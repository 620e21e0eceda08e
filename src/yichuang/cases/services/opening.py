"""Opening a case: from a ticket or without one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item
from yichuang.catalogue.rules import Line, RequirementList, read_answers, requirements
from yichuang.kit.actors import Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.errors import Invalid
from yichuang.kit.events import write
from yichuang.kit.ids import new_id
from yichuang.places.models import Hall
from yichuang.tickets.models import Ticket

from .. import events
from ..models import Case, Party, Requirement
from ..parties import PartyGiven, as_rules_see, read_parties
from ..permissions import RECEIVE
from ..rules import Mark, base_state, frozen, grade_of
from ..storing import insert_case
from .context import Served, hall_of, served_item, ticket_at_desk
from .marking import apply_marks
from .outside import clean_number

MOST_SCENARIOS = 60


def open_case(
    *,
    actor: Actor,
    now: datetime,
    item: Item | str,
    hall: Hall | None = None,
    scenarios: Iterable[str] = (),
    parties: Sequence[PartyGiven] = (),
    ticket: Ticket | str | None = None,
    materials: Sequence[Mark] = (),
    outside_number: str = "",
) -> Case:
    """A draft with its list of materials; skipped questions stay open.

    `materials`: what is on the desk already, marked at once. The case comes back with
    `.listed` (requirements) and `.registered` (parties), so that nothing is read twice.
    Refused: 403; 404 for an item or ticket that is not this hall's; 409 for a ticket that is
    not at this worker's counter or for something else; 422 for what the item does not know.
    """
    actor.require(RECEIVE, hall.id if hall else None)
    with write(hall_of(actor)) as w:
        served = served_item(hall, actor, item, now)
        held = ticket_at_desk(ticket, actor, served.item) if ticket else None
        on = hall_day(now, served.hall.timezone)
        chosen = read_answers(served.definition, _few(scenarios)).ids()
        rows = read_parties(served.definition, parties, served.hall.id, on)
        found = requirements(served.definition, chosen, as_rules_see(rows), on=on, complete=True)
        case = _new_case(served, actor, now, held, chosen, found)
        case.outside_number = clean_number(outside_number)
        for row in rows:
            row.case = case
        listed = [new_requirement(case, rows, line, n) for n, line in enumerate(found.lines)]
        apply_marks(listed, materials, actor=actor, now=now)
        insert_case(case, rows, listed)
        data = {"item": served.item.code, "handled_in": case.handled_in, "lines": len(listed)}
        w.add(events.OPENED, subject=case.id, actor=actor, now=now, data=data)
    case.listed, case.registered = listed, rows
    return case


def _few(scenarios: Iterable[str]) -> list[str]:
    given = list(scenarios)
    if len(given) > MOST_SCENARIOS:
        text = _("情形太多。")
        raise Invalid("unknown_scenario", text, fields={"scenarios": text})
    return given


def _new_case(
    served: Served,
    actor: Actor,
    now: datetime,
    ticket: Ticket | None,
    chosen: tuple[str, ...],
    found: RequirementList,
) -> Case:
    case = Case(
        id=new_id(),
        hall=served.hall,
        item=served.item,
        item_version_id=served.version_id,
        department=served.department,
        ticket=ticket,
        handled_in=served.handled_in,
        scenarios=list(chosen),
        opened_by=actor.ref,
        opened_at=now,
    )
    set_open_points(case, found)
    return case


def set_open_points(case: Case, found: RequirementList) -> None:
    """What stands in the way beside materials: stops, and questions that were skipped."""
    case.stops = [{"outcome": s.outcome, "text": s.text, "sure": True} for s in found.stops]
    case.stops += [
        {"outcome": s.outcome, "text": s.text, "sure": False} for s in found.perhaps_stops
    ]
    case.unanswered = [question.id for question in found.unanswered]


def new_requirement(case: Case, rows: Sequence[Party], line: Line, order: int) -> Requirement:
    state = base_state(line)
    return Requirement(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        party=next((row for row in rows if row.ref == line.party_ref), None),
        party_ref=line.party_ref,
        code=line.code,
        order=order,
        optional=line.optional,
        state=state,
        grade=grade_of(state),
        line=frozen(line),
    )
