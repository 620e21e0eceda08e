"""Told without application: everything that is still missing, on one sheet (domain.md §3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item
from yichuang.catalogue.rules import requirements
from yichuang.kit.actors import Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.documents.models import Document
from yichuang.kit.documents.services import issue_document
from yichuang.kit.errors import NotFound
from yichuang.kit.events import write
from yichuang.kit.ids import new_id
from yichuang.people.queries import staff_number
from yichuang.places.models import Hall
from yichuang.tickets.models import Ticket

from .. import events
from ..definitions import definition_of
from ..documents.sheet import SHEET
from ..models import Case, Party, Requirement
from ..papers import sheet_content
from ..permissions import TELL
from ..registered import roles_of
from ..rules import Mark, base_state, frozen, is_gap
from .context import Served, requirements_of, served_item
from .marking import apply_marks

_NOTE = "UPDATE cases_case SET papers = array_append(papers, %s) WHERE id = %s"


def tell_sheet(
    *,
    actor: Actor,
    now: datetime,
    hall: Hall,
    item: Item | str,
    scenarios: Iterable[str] = (),
    ticket: Ticket | str | None = None,
    case: Case | UUID | None = None,
    marks: Sequence[Mark] | None = None,
) -> Document:
    """A sheet outside the official series, verifiable by its code; no receipt and no clock.

    Its list is that of `case`, else of the newest case of `ticket` for this item, else of the
    scenarios; `marks` are put on it and stored nowhere else. Stops take the place of the list.
    Refused: 403; 404 for an item, ticket or case that is not this hall's; 422 for a scenario
    or mark that the item has not.
    """
    actor.require(TELL, hall.id)
    with write(hall.id) as w:
        served = served_item(hall, actor, item, now)
        found = _told_from(served, ticket, case)
        chosen = list(found.scenarios if found else scenarios)
        if found is None:
            rows, stops = _fresh(served, chosen, now)
        else:
            rows = requirements_of(found)
            stops = [stop["text"] for stop in found.stops if stop["sure"]]
        apply_marks(rows, marks or (), actor=actor, now=now)
        content = sheet_content(
            hall=served.hall,
            zone=served.zone,
            definition=served.definition,
            scenarios=chosen,
            rows=rows,
            stops=stops,
            told_by=staff_number(actor),
            now=now,
            registered=_registered(found) if found else (),
        )
        document = issue_document(
            w,
            SHEET,
            content,
            actor=actor,
            now=now,
            timezone=hall.timezone,
            subjects=[found.id] if found else (),
        )
        if found:
            with connection.cursor() as cursor:
                cursor.execute(_NOTE, [document.id, found.id])
        data = {"item": served.item.code, "gaps": sum(map(is_gap, rows)), "stops": len(stops)}
        w.add(events.SHEET_TOLD, subject=document.id, actor=actor, now=now, data=data)
    return document


def _registered(case: Case) -> list[tuple[str, str]]:
    rows = Party.objects.filter(case=case).order_by("order")
    return roles_of(rows, definition_of(case.item_version_id))


def _told_from(
    served: Served, ticket: Ticket | str | None, case: Case | UUID | None
) -> Case | None:
    """The case whose list is told. Refused: 404 for what this hall or item has not."""
    rows = Case.objects.filter(hall=served.hall, item=served.item)
    if case is not None:
        found = rows.filter(pk=case.pk if isinstance(case, Case) else case).first()
        if found is None:
            raise NotFound("no_such_case", _("没有这件办件。"))
        return found
    if ticket is None:
        return None
    public_id = ticket if isinstance(ticket, str) else ticket.public_id
    held = Ticket.objects.filter(hall=served.hall, public_id=public_id)
    live = rows.filter(ticket__public_id=public_id).exclude(state="withdrawn")
    found = live.order_by("opened_at", "id").last()
    if found is None and not held.exists():
        raise NotFound("no_such_ticket", _("没有这个号。"))
    return found


def _fresh(
    served: Served, scenarios: list[str], now: datetime
) -> tuple[list[Requirement], list[str]]:
    """The list of the scenarios alone: nobody is registered for it."""
    on = hall_day(now, served.hall.timezone)
    found = requirements(served.definition, scenarios, on=on)
    rows = [
        Requirement(
            id=new_id(),
            hall_id=served.hall.id,
            party_ref=line.party_ref,
            code=line.code,
            order=order,
            optional=line.optional,
            state=base_state(line),
            line=frozen(line),
        )
        for order, line in enumerate(found.lines)
    ]
    return rows, [stop.text for stop in found.stops]
