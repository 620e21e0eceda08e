"""What the citizen-facing screen beside a counter shows: never a name, never a worker's rating."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from yichuang.cases import queries as cases
from yichuang.cases.models import Case
from yichuang.cases.rules import REQUIREMENT_STATES, row_names
from yichuang.feedback import services as feedback
from yichuang.feedback.rules import LEVELS, SECOND_SCREEN_LASTS
from yichuang.kit.actors import Actor
from yichuang.kit.errors import Forbidden, Invalid, NotFound, Refused
from yichuang.kit.web import refusable
from yichuang.people import queries as people
from yichuang.places.models import Counter
from yichuang.tickets import queries as tickets
from yichuang.tickets.models import Ticket

from .matters import cases_shown

FACES = {5: "mood-happy", 4: "mood-smile", 3: "mood-empty", 2: "mood-sad", 1: "mood-cry"}
TONES = {"checked": "green", "shared": "green", "waived": "green", "rejected": "red"}


def paired_counter(actor: Actor, number: int) -> Counter:
    """The counter this machine stands beside. Refused: 403 for any other."""
    counter = people.usual_counter(actor)
    if counter is None or counter.number != number:
        raise Forbidden("not_paired", _("这台客户屏没有和这个窗口配对。"))
    return counter


def second_screen(actor: Actor, now: datetime, counter: Counter, rated: str = "") -> dict[str, Any]:
    """`kind`: called, serving (with the list), rate (for three minutes after), idle; thanks for
    the visit `rated` on this very page, which may be rated anew while it is shown. The level is
    never shown again: somebody else may sit there by then.
    """
    view = tickets.counter_view(counter, now, actor=actor)
    page: dict[str, Any] = {"counter": counter, "hall": counter.hall, "kind": "idle"}
    if view["ticket"]:
        ticket = tickets.get_ticket_for(actor, view["ticket"]["id"])
        kind = "called" if ticket.state == "called" else "serving"
        return page | {"kind": kind, "ticket": ticket, "matters": _matters(ticket)}
    ended = tickets.just_done(counter, now - SECOND_SCREEN_LASTS)
    if ended is not None:
        left = SECOND_SCREEN_LASTS - (now - (ended.ended_at or now))
        page |= {"ticket": ended, "left": max(1, ceil(left.total_seconds()))}
        if ended.public_id == rated:
            return page | {"kind": "thanks"}
        return page | {"kind": "rate", "levels": levels()}
    return page | {"state": view["state"]}


def levels() -> list[dict[str, Any]]:
    return [{"value": v, "label": word, "icon": FACES[v]} for v, word in LEVELS.items()]


def _matters(ticket: Ticket) -> list[dict[str, Any]]:
    """What is registered, matter by matter."""
    return [{"name": case.item.name, "papers": _papers(case)} for case in cases_shown(ticket)]


def _papers(case: Case) -> list[dict[str, str]]:
    rows = cases.requirement_list(case)
    names = row_names(rows, cases.registered_roles(case))
    return [
        {
            "title": name,
            "text": row.reason,
            "tag": str(REQUIREMENT_STATES[row.state]),
            "kind": TONES.get(row.state, "line"),
        }
        for row, name in zip(rows, names, strict=True)
    ]


def level_of(text: str) -> int:
    """0 for anything that is no level."""
    return int(text) if text in map(str, LEVELS) else 0


def give_rating(*, actor: Actor, citizen: Actor, now: datetime, ticket: str, level: int) -> bool:
    """The tap of whoever sits there: a key is made for this visit and used at once.

    False: too late, or the visit went on at another counter; the screen says so and goes on.
    """
    try:
        with refusable():
            done = tickets.get_ticket_for(actor, ticket)
            key = feedback.key_for_second_screen(actor=actor, now=now, ticket=done)
            feedback.rate(actor=citizen, now=now, rating_key=key, level=level)
    except (Refused, NotFound, Invalid, Forbidden):
        return False
    return True
