"""What one key does at the desk, where it is more than one service: one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yichuang.cases import queries as case_queries
from yichuang.cases import services as cases
from yichuang.cases.definitions import definition_of
from yichuang.cases.models import Requirement
from yichuang.cases.rules import Mark
from yichuang.kit.actors import Actor
from yichuang.kit.errors import DomainError, Invalid, Refused
from yichuang.kit.events import write
from yichuang.kit.web import refusable
from yichuang.tickets import services as tickets
from yichuang.tickets.models import Ticket

from .beginning import begin
from .carrying import carried
from .matters import opened_for

# What one press of a digit makes of a material (experience.md, keys at the desk).
NEXT_STATE = {"required": "checked", "checked": "rejected", "rejected": "required"}


def mark(
    *,
    actor: Actor,
    now: datetime,
    ticket: Ticket,
    code: str,
    party: str,
    state: str,
    reason: str,
    matter: str = "",
) -> None:
    """One material of the case at the desk; `state` '' is the next one of the cycle."""

    def marks(rows: list[Requirement]) -> list[Mark]:
        row = next((r for r in rows if (r.code, r.party_ref) == (code, party)), None)
        if row is None:
            raise Invalid("unknown_requirement", _("这件办件没有这一项材料。"))
        wanted = state or NEXT_STATE.get(row.state, "checked")
        if wanted == "required" and row.line["undecided"]:
            wanted = "undecided"
        return [Mark(wanted, code=code, party=party, reason=reason[:200])]

    _marked(actor, now, ticket, matter, marks)


def all_received(*, actor: Actor, now: datetime, ticket: Ticket, matter: str = "") -> None:
    """Everything that is still open and surely asked: received. Each can be taken back."""
    _marked(
        actor,
        now,
        ticket,
        matter,
        lambda rows: [
            Mark("checked", code=r.code, party=r.party_ref) for r in rows if r.state == "required"
        ],
    )


def undo_all(*, actor: Actor, now: datetime, ticket: Ticket, matter: str = "") -> None:
    """What the last press received together is blank again."""

    def marks(rows: list[Requirement]) -> list[Mark]:
        received = [r for r in rows if r.state == "checked" and r.marked_at]
        last = max((r.marked_at for r in received if r.marked_at), default=None)
        return [
            Mark("required", code=r.code, party=r.party_ref)
            for r in received
            if r.marked_at == last
        ]

    _marked(actor, now, ticket, matter, marks)


def _marked(
    actor: Actor,
    now: datetime,
    ticket: Ticket,
    matter: str,
    marks: Callable[[list[Requirement]], list[Mark]],
) -> None:
    with write(actor.hall_id):
        case = begin(actor=actor, now=now, ticket=ticket, matter=matter)
        wanted = marks(case_queries.requirement_list(case))
        if wanted:
            cases.mark_requirements(actor=actor, now=now, case=case, marks=wanted)


def answer(
    *,
    actor: Actor,
    now: datetime,
    ticket: Ticket,
    chosen: list[str],
    anew: bool = False,
    facts: dict[str, dict[str, bool | int]] | None = None,
    matter: str = "",
) -> None:
    """The answers given so far and the new ones; `anew` asks every question again."""
    with write(actor.hall_id):
        case = begin(actor=actor, now=now, ticket=ticket, matter=matter)
        wanted = [] if anew else list(dict.fromkeys([*case.scenarios, *chosen]))
        cases.answer_questions(actor=actor, now=now, case=case, scenarios=wanted, facts=facts)


def register(
    *, actor: Actor, now: datetime, ticket: Ticket, ref: str, party: Any, matter: str = ""
) -> None:
    """Who is here, typed or read from a card."""
    typed = party.role == "applicant" and not ref
    with write(actor.hall_id):
        case = begin(actor=actor, now=now, ticket=ticket, matter=matter, same=not typed)
        cases.register_party(actor=actor, now=now, case=case, party=party, ref=ref)


def register_same(*, actor: Actor, now: datetime, ticket: Ticket, matter: str = "") -> None:
    """Who was registered for another matter of this ticket is here for this one too.

    Refused: 409 nobody_registered.
    """
    with write(actor.hall_id):
        case = begin(actor=actor, now=now, ticket=ticket, matter=matter)
        if any(row.role == "applicant" for row in case_queries.parties_of(case)):
            return
        definition = definition_of(case.item_version_id)
        for party in carried(actor, opened_for(ticket), case.item, definition):
            cases.register_party(actor=actor, now=now, case=case, party=party)
            return
        raise Refused("nobody_registered", _("别的事也还没登记，请在这里填。"))


def tell_sheet(*, actor: Actor, now: datetime, ticket: Ticket, matter: str = "") -> str:
    """The one-time sheet of the matter at the desk now; gives the document's code."""
    with write(actor.hall_id):
        case = begin(actor=actor, now=now, ticket=ticket, matter=matter)
        document = cases.tell_sheet(
            actor=actor,
            now=now,
            hall=ticket.hall,
            item=case.item,
            scenarios=case.scenarios,
            ticket=ticket,
            case=case,
        )
    return str(document.code)


def transfer(*, actor: Actor, now: datetime, ticket: Ticket, reason: str, **to: Any) -> None:
    """To another place; whoever was called only is started first."""
    with write(actor.hall_id):
        if ticket.state == "called":
            ticket = tickets.start(actor=actor, now=now, ticket=ticket)
        tickets.transfer(actor=actor, now=now, ticket=ticket, reason=reason, **to)


def finish(*, actor: Actor, now: datetime, ticket: Ticket, call: bool) -> DomainError | None:
    """Done; `call`: and the next one. Where that call is refused, the first stays done: what
    refused it comes back to be told.
    """
    counter = ticket.at_counter_id
    with write(actor.hall_id):
        if ticket.state == "called":
            ticket = tickets.start(actor=actor, now=now, ticket=ticket)
        tickets.finish(actor=actor, now=now, ticket=ticket)
    if call and counter:
        try:
            with refusable():
                tickets.call_next(actor=actor, now=now, counter=counter)
        except DomainError as refusal:
            return refusal
    return None
