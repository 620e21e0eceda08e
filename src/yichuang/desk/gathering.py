"""What the desk shows, gathered once per page."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.cases import queries as cases
from yichuang.cases.definitions import definition_of
from yichuang.catalogue import queries as catalogue
from yichuang.catalogue.models import Item
from yichuang.kit.actors import Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.errors import NotFound
from yichuang.places.models import Counter
from yichuang.tickets import queries as tickets
from yichuang.tickets.models import PURPOSES, Ticket

from .carrying import carried_view
from .matters import matters_of
from .papers import case_papers, preview_papers
from .screen import Screen

ASIDE_SHOWN, PASSED_SHOWN = 4, 3  # of each state; the passed have one line
# What brings somebody back who is neither waiting nor at a counter; whose visit has begun first.
ASIDE = {
    "held": ("resume", _("挂起"), _("继续办")),
    "sent_away": ("return", _("暂离"), _("回来了")),
    "passed": ("requeue", _("过号"), _("带回")),
}


def desk_screen(
    actor: Actor, now: datetime, matter: str = "", *, line_only: bool = False
) -> Screen | None:
    """None: this worker has no counter open. `line_only`: the left column, which asks less."""
    counter = tickets.counter_of_worker(actor)
    if counter is None:
        return None
    seen = tickets.counter_view(counter, now, actor=actor)
    line, waiting = tickets.line_of(counter, now, limit=60)
    screen = Screen(
        counter=counter,
        seen=seen,
        line=[_brief(one) for one in line],
        waiting=waiting,
        today=hall_day(now, counter.hall.timezone),
        aside=_aside(counter, {queue["id"] for queue in seen["skills"]}, now),
    )
    shown = screen.seen["ticket"]
    if shown:
        screen.ticket = tickets.get_ticket_for(actor, shown["id"])
    if line_only:
        screen.asked = f"?{urlencode({'matter': matter})}" if matter else ""
        return screen
    screen.done_today = tickets.done_by(counter.hall, actor.membership_id, now)
    if screen.ticket:
        screen.matters = matters_of(screen.ticket, matter)
        _add_case(screen, screen.ticket, actor, now)
        _add_carried(screen)
    elif screen.line:
        following = tickets.get_ticket_for(actor, screen.line[0]["id"])
        if following.item:
            _add_rules(screen, following, following.item, now)
    return screen


def _brief(one: dict[str, Any]) -> dict[str, Any]:
    what = one["item"]["name"] if one["item"] else str(PURPOSES[one["purpose"]])
    return one | {"what": what}


def _aside(counter: Counter, served: set[UUID], now: datetime) -> list[dict[str, Any]]:
    """Of the queues this counter serves, a few of each state; held ones where they were held."""
    found = tickets.asides(counter.hall, now, limit=ASIDE_SHOWN, queues=served, counter=counter)
    rows = []
    for state, (action, word, title) in ASIDE.items():
        short = state == "passed"
        shown = found[state].tickets[: PASSED_SHOWN if short else None]
        more = found[state].more + len(found[state].tickets) - len(shown)
        row = {"word": word, "action": action, "title": title, "short": short}
        if shown:
            rows.append(row | {"tickets": shown, "more": more})
    return rows


def _add_case(screen: Screen, ticket: Ticket, actor: Actor, now: datetime) -> None:
    """The list of the matter that is shown: of its case, or what the rules ask beforehand."""
    item = screen.item
    if item is None:
        return
    screen.case = case = screen.matter.case if screen.matter else None
    if case is None:
        _add_rules(screen, ticket, item, now)
        return
    if not hasattr(case, "listed"):
        case.listed = cases.requirement_list(case)
    case.registered = cases.parties_of(case)
    screen.shown = cases.case_view(case, actor)
    screen.definition = definition_of(case.item_version_id)
    case_papers(screen)
    screen.mistakes = cases.common_mistakes(ticket.hall, item, screen.definition)


def _add_carried(screen: Screen) -> None:
    opened = [one.case for one in screen.matters if one.case and not one.current]
    if opened and screen.item and screen.definition and not screen.applicant:
        screen.carried = carried_view(reversed(opened), screen.item, screen.definition)


def _add_rules(screen: Screen, ticket: Ticket, item: Item, now: datetime) -> None:
    """Of the next person too: what their business will need, and nothing of themselves."""
    try:
        version = catalogue.current_version(item, now)
    except NotFound:
        return  # not published yet: such an item gives tickets, and nothing is known of it
    screen.definition = catalogue.definition_of(version)
    preview_papers(screen, ticket, item, now)
    screen.mistakes = cases.common_mistakes(ticket.hall, item, screen.definition)
