"""What one key does at the desk, where it is more than one service: one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yichuang.cases import queries as case_queries
from yichuang.cases import services as cases
from yichuang.cases.models import Case, Requirement
from yichuang.cases.rules import Mark
from yichuang.kit.actors import Actor
from yichuang.kit.errors import Invalid, Refused
from yichuang.kit.events import write
from yichuang.tickets import services as tickets
from yichuang.tickets.models import Ticket

# What one press of a digit makes of a material (experience.md, keys at the desk).
NEXT_STATE = {"required": "checked", "checked": "rejected", "rejected": "required"}


def begin(*, actor: Actor, now: datetime, ticket: Ticket) -> Case:
    """Serving, with a case for the ticket's item: the first key on a called ticket does this."""
    with write(actor.hall_id):
        if ticket.state == "called":
            ticket = tickets.start(actor=actor, now=now, ticket=ticket)
        _still_here(ticket)
        case = case_queries.case_of_ticket(ticket)
        if case is not None and case.item_id == ticket.item_id:
            return case
        if ticket.item is None:
            raise Refused("no_item", _("先选这位群众要办的事项。"))
        return cases.open_case(
            actor=actor,
            now=now,
            item=ticket.item,
            hall=ticket.hall,
            scenarios=ticket.scenarios,
            ticket=ticket,
        )


def _still_here(ticket: Ticket) -> None:
    """A page that was left open shows somebody who has gone. Refused: 409 not_allowed."""
    if ticket.state != "serving":
        where = ticket.get_state_display()
        text = _("%(n)s 已不在窗口（%(state)s），请刷新页面。") % {
            "n": ticket.number,
            "state": where,
        }
        raise Refused("not_allowed", text, state=ticket.state)


def start(*, actor: Actor, now: datetime, ticket: Ticket) -> None:
    """The button: the person is here. A ticket without an item is served without a case."""
    if ticket.item is None:
        tickets.start(actor=actor, now=now, ticket=ticket)
    else:
        begin(actor=actor, now=now, ticket=ticket)


def mark(
    *, actor: Actor, now: datetime, ticket: Ticket, code: str, party: str, state: str, reason: str
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

    _marked(actor, now, ticket, marks)


def all_received(*, actor: Actor, now: datetime, ticket: Ticket) -> None:
    """Everything that is still open and surely asked: received. Each can be taken back."""
    _marked(
        actor,
        now,
        ticket,
        lambda rows: [
            Mark("checked", code=r.code, party=r.party_ref) for r in rows if r.state == "required"
        ],
    )


def undo_all(*, actor: Actor, now: datetime, ticket: Ticket) -> None:
    """What the last press received together is blank again."""

    def marks(rows: list[Requirement]) -> list[Mark]:
        received = [r for r in rows if r.state == "checked" and r.marked_at]
        last = max((r.marked_at for r in received if r.marked_at), default=None)
        return [
            Mark("required", code=r.code, party=r.party_ref)
            for r in received
            if r.marked_at == last
        ]

    _marked(actor, now, ticket, marks)


def _marked(
    actor: Actor,
    now: datetime,
    ticket: Ticket,
    marks: Callable[[list[Requirement]], list[Mark]],
) -> None:
    with write(actor.hall_id):
        case = begin(actor=actor, now=now, ticket=ticket)
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
) -> None:
    """The answers given so far and the new ones; `anew` asks every question again."""
    with write(actor.hall_id):
        case = begin(actor=actor, now=now, ticket=ticket)
        wanted = [] if anew else list(dict.fromkeys([*case.scenarios, *chosen]))
        cases.answer_questions(actor=actor, now=now, case=case, scenarios=wanted, facts=facts)


def register(*, actor: Actor, now: datetime, ticket: Ticket, ref: str, party: Any) -> None:
    """Who is here, typed or read from a card."""
    with write(actor.hall_id):
        case = begin(actor=actor, now=now, ticket=ticket)
        cases.register_party(actor=actor, now=now, case=case, party=party, ref=ref)


def tell_sheet(*, actor: Actor, now: datetime, ticket: Ticket) -> str:
    """The one-time sheet of what is at the desk now; gives the document's code."""
    with write(actor.hall_id):
        case = begin(actor=actor, now=now, ticket=ticket)
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


def finish(*, actor: Actor, now: datetime, ticket: Ticket, call: bool) -> Ticket | None:
    """Done; `call`: and the next one, in a transaction of its own (the first is not undone)."""
    counter = ticket.at_counter_id
    with write(actor.hall_id):
        if ticket.state == "called":
            ticket = tickets.start(actor=actor, now=now, ticket=ticket)
        tickets.finish(actor=actor, now=now, ticket=ticket)
    if call and counter:
        return tickets.call_next(actor=actor, now=now, counter=counter)
    return None
