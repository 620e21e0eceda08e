"""Objects, fetched together with the right to see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import NotFound
from yichuang.kit.events import record_access
from yichuang.kit.prepared import NOBODY, Prepared
from yichuang.places.models import Hall
from yichuang.tickets.models import Ticket

from .. import events
from ..definitions import definition_of
from ..models import Case, Party, Requirement
from ..permissions import READ
from ..registered import roles_of

_PARTIES: Prepared[Party] = Prepared(lambda: Party.objects.filter(case_id=NOBODY).order_by("order"))


def get_case_for(actor: Actor, case_id: UUID) -> Case:
    """Refused: 404 for a stranger's hall, 403 for a colleague without the permission."""
    if actor.hall_id is None:
        actor.require(READ)
        raise NotFound("no_such_case", _("没有这件办件。"))
    rows = Case.objects.select_related("hall", "item", "ticket")
    found = rows.filter(pk=case_id, hall_id=actor.hall_id).first()
    if found is None:
        raise NotFound("no_such_case", _("没有这件办件。"))
    actor.require(READ, found.hall_id)
    return found


def read_case(actor: Actor, case_id: UUID, now: datetime) -> Case:
    """With its parties, whose data is personal: the reading is recorded (domain.md §9)."""
    case = get_case_for(actor, case_id)
    case.listed = requirement_list(case)
    case.registered = parties_of(case)
    record_access(case.hall_id, events.READ, subject=case.id, actor=actor, now=now)
    return case


def requirement_list(case: Case) -> list[Requirement]:
    """In the order they are asked; those that no longer apply are left out."""
    rows = Requirement.objects.filter(case=case).exclude(state="not_applicable")
    return list(rows.order_by("order"))


def parties_of(case: Case) -> list[Party]:
    return _PARTIES.many(case.pk)


def registered_roles(case: Case) -> list[tuple[str, str]]:
    """(ref, name of the role) of each party, by which papers are told apart; nobody's name."""
    return roles_of(parties_of(case), definition_of(case.item_version_id))


def cases_of_ticket(ticket: Ticket) -> list[Case]:
    """The newest first; withdrawn ones are left out."""
    rows = Case.objects.filter(hall_id=ticket.hall_id, ticket=ticket)
    rows = rows.exclude(state="withdrawn").select_related("hall", "item", "ticket")
    return list(rows.order_by("-opened_at", "-id"))


def case_of_ticket(ticket: Ticket) -> Case | None:
    """The case being worked on: the newest one of the ticket's present item."""
    found = cases_of_ticket(ticket)
    fitting = [case for case in found if case.item_id == ticket.item_id]
    return next(iter(fitting or found), None)


def case_names(hall: Hall, ids: Collection[str]) -> dict[str, str]:
    """By key, for who reads the record of a hall: the item, and the number of the case, else
    of the ticket that it was opened for. Never who it is about."""
    rows = Case.objects.filter(hall=hall, pk__in=list(ids))
    found = rows.values_list("pk", "item__name", "number", "ticket__number")
    return {
        str(pk): f"{item} {number or ticket or ''}".strip() for pk, item, number, ticket in found
    }


def completed(case: Case) -> Case:
    """With what the service that gave it had no need to read."""
    if not hasattr(case, "listed"):
        case.listed = requirement_list(case)
    if not hasattr(case, "registered"):
        case.registered = parties_of(case)
    return case
