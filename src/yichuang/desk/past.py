"""What a department may know of the person at the counter: its own cases, nobody else's."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases import queries as cases
from yichuang.catalogue.models import Item
from yichuang.kit.actors import Actor
from yichuang.tickets.models import Ticket

from .matters import case_of


def past_cases(
    actor: Actor, now: datetime, ticket: Ticket, item: Item | None
) -> list[cases.PastCase]:
    """By the person registered in the case, else by the papers the number was taken with."""
    case = case_of(ticket, item)
    person, department = ticket.person_hash, ""
    if case is not None:
        department = case.department
        registered = [p.identity_hash for p in cases.parties_of(case) if p.role == "applicant"]
        person = next((hash for hash in registered if hash), person)
    elif item is not None and item.department is not None:
        department = item.department.code
    found = cases.department_history(
        actor=actor, now=now, hall=ticket.hall, person_hash=person, department=department
    )
    return [past for past in found if case is None or past.id != case.id]
