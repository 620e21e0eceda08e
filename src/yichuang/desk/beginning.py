"""Serving begins with the first key: the ticket is started and the matter has its case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from yichuang.cases import services as cases
from yichuang.cases.models import Case
from yichuang.cases.services import PartyGiven
from yichuang.catalogue import queries as catalogue
from yichuang.catalogue.models import Item
from yichuang.kit.actors import Actor
from yichuang.kit.errors import Refused
from yichuang.kit.events import write
from yichuang.tickets import queries
from yichuang.tickets import services as tickets
from yichuang.tickets.models import Ticket

from .carrying import carried
from .matters import case_of, item_wanted, opened_for


def begin(
    *, actor: Actor, now: datetime, ticket: Ticket, matter: str = "", same: bool = True
) -> Case:
    """Serving, with a case for this matter: the first key on it does this. `same`: by the
    person who was registered for another matter of this ticket already.

    Refused: 404 no_such_matter; 409 not_allowed, not_your_ticket for a page that was left open,
    no_item.
    """
    with write(actor.hall_id):
        if ticket.state == "called":
            ticket = tickets.start(actor=actor, now=now, ticket=ticket)
        _still_here(ticket, actor)
        item = item_wanted(ticket, matter)
        if item is None:
            raise Refused("no_item", _("先选这位群众要办的事项。"))
        case = case_of(ticket, item)
        if case is None:
            _one_at_a_time(ticket)
            opened = opened_for(ticket)
            case = next((one for one in opened if one.item_id == item.pk), None)
        return case or cases.open_case(
            actor=actor,
            now=now,
            item=item,
            hall=ticket.hall,
            scenarios=queries.known_scenarios(ticket, now) if item == ticket.item else (),
            ticket=ticket,
            parties=_same_person(actor, now, opened, item) if same else (),
        )


def _same_person(
    actor: Actor, now: datetime, opened: list[Case], item: Item
) -> Sequence[PartyGiven]:
    if not opened:
        return ()
    definition = catalogue.definition_of(catalogue.current_version(item, now))
    return carried(actor, opened, item, definition)


def _one_at_a_time(ticket: Ticket) -> None:
    """Two keys at once open one case: whoever is later waits here and finds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(ticket.pk)])


def _still_here(ticket: Ticket, actor: Actor) -> None:
    """A page that was left open shows somebody who has gone, or who sits elsewhere by now."""
    counter = ticket.at_counter_id and ticket.counter
    if counter and counter.runtime.membership_id != actor.membership_id:
        text = _("%(t)s 现在在 %(n)s 号窗口办，请刷新页面。") % {
            "t": ticket.number,
            "n": counter.number,
        }
        raise Refused("not_your_ticket", text, state=ticket.state)
    if ticket.state != "serving":
        where = ticket.get_state_display()
        text = _("%(n)s 已不在窗口（%(state)s），请刷新页面。") % {
            "n": ticket.number,
            "state": where,
        }
        raise Refused("not_allowed", text, state=ticket.state)


def start(*, actor: Actor, now: datetime, ticket: Ticket, matter: str = "") -> None:
    """The button: the person is here. A ticket without an item is served without a case."""
    if ticket.item is None:
        tickets.start(actor=actor, now=now, ticket=ticket)
    else:
        begin(actor=actor, now=now, ticket=ticket, matter=matter)
