"""One live ticket per person and queue, few per agent, few per hour for strangers."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import Refused, TooMany
from yichuang.kit.locks import broken_rule

from ..models import Ticket
from .persons import Person
from .placing import Found

# New devices without phone, not in the hall: as many numbers an hour as so many known ones. It
# is no lock-out: the hall's Wi-Fi has the code on its screens, everybody else may give a phone.
STRANGERS = 10


def live_key_of(person_hash: str, queue_id: object) -> str | None:
    return f"{person_hash} {queue_id}" if person_hash else None


def agent_places(ticket: Ticket, person: Person) -> list[str]:
    """Keys of the hall's few places for one agent; none for who acts for oneself."""
    return [
        f"{person.agent} {ticket.hall_id} {n}"
        for n in range(ticket.hall.agent_tickets)
        if person.for_another and person.agent
    ]


def claim(ticket: Ticket, person: Person, found: Found, places: list[str], actor: Actor) -> None:
    """Claims the person's place in the queue and, of an agent, one of the hall's few.

    The unique columns hold when two ask at once; what was found gives the words.
    """
    ticket.live_key = live_key_of(person.person, ticket.queue_id)
    if found.waiting:
        raise already_waiting(found.waiting if actor.kind == "staff" else None)
    asked = max(found.by_phone, found.by_device)
    if not actor.known and asked >= ticket.hall.anonymous_per_hour:
        raise TooMany("too_many_tickets", _("这个电话或设备取号太多，请找导办或到自助机。"))
    if found.by_unknown >= STRANGERS * ticket.hall.anonymous_per_hour:
        text = _("现在不留手机号的人太多。请填手机号，或到大厅后填屏幕上的现场码。")
        raise TooMany("phone_or_code_needed", text)
    if places:
        left = [place for place in places if place not in (found.held or "").split(",")]
        if not left:
            raise agent_limit()
        ticket.agent_key = left[0]


def claim_refused(error: IntegrityError) -> Exception:
    """Somebody claimed the same a moment before; what broke another rule is no refusal."""
    rule = broken_rule(error)
    if rule == "ticket_live_key":
        return already_waiting(None)
    if rule == "ticket_agent_key":
        return agent_limit()
    return error


def agent_limit() -> Refused:
    return Refused("agent_limit", _("代办人手里的号已到上限，请先办完再取。"))


def already_waiting(waiting: str | None) -> Refused:
    """`waiting` is 'public-id number', for staff; a stranger learns only whom to ask."""
    if waiting is None:
        return Refused("already_waiting", _("这个号码已经有号在等，请问导办。"))
    public_id, _sep, number = waiting.partition(" ")
    extra: dict[str, Any] = {"ticket": {"id": public_id, "number": number}}
    return Refused("already_waiting", _("已经有号 %(n)s 在等。") % {"n": number}, **extra)
