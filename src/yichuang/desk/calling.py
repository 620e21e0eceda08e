"""F2: the best next ticket, or the truth about why there is none."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import NotFound, Refused
from yichuang.places.models import Counter
from yichuang.tickets import queries
from yichuang.tickets import services as tickets


def call(*, actor: Actor, now: datetime, counter: Counter, expected: str = "") -> None:
    """The best next ticket. Refused: 409 nobody_waits; it says so where the one that the page
    showed as the next, `expected`, is at another counter by now.
    """
    if tickets.call_next(actor=actor, now=now, counter=counter) is not None:
        return
    at = _elsewhere(actor, counter, expected)
    if at is None:
        raise Refused("nobody_waits", _("现在没有人等这个窗口的业务。"))
    said = _("现在没有可叫的号，%(t)s 刚被 %(n)s 号窗口叫走。")
    raise Refused("nobody_waits", said % {"t": at[0], "n": at[1]})


def _elsewhere(actor: Actor, counter: Counter, expected: str) -> tuple[str, int] | None:
    try:
        ticket = queries.get_ticket_for(actor, expected)
    except NotFound:
        return None
    there = ticket.counter if ticket.at_counter_id not in (None, counter.pk) else None
    return (ticket.number, there.number) if there else None
