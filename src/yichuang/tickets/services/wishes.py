"""What the person wants: another item, one thing more on the same number, and in which case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item
from yichuang.kit.actors import Actor
from yichuang.kit.errors import Refused
from yichuang.kit.events import write

from .. import events
from ..flow import FLOW
from ..models import Matter, Ticket
from .answers import checked_scenarios
from .claims import claim_refused
from .locking import hall_of, locked, own_counter, step
from .moving import into_queue
from .placing import served_item
from .proving import proofs


def change_item(
    *,
    actor: Actor,
    now: datetime,
    ticket: Ticket | str,
    item: Item | str,
    scenarios: Sequence[str] = (),
) -> Ticket:
    """It turned out to be something else. The number and the take time stay.

    Refused: 422 unknown_item, unknown_scenario; 409 not_allowed, not_your_ticket,
    already_waiting.
    """
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "change-item", actor=actor)
        own_counter(t, actor)
        row = served_item(t.hall, item)
        before = t.item.code if t.item else ""
        if t.item_id is None:
            t.purpose = "handle"
        t.item, t.scenarios = row.item, checked_scenarios(row.item, scenarios, now)
        fields = ["item", "purpose", "scenarios", *into_queue(t, row.queue, now)]
        data = {"from": before, "to": row.item.code}
        try:
            return step(
                w,
                t,
                "change-item",
                events.ITEM_CHANGED,
                actor=actor,
                now=now,
                fields=fields,
                data=data,
            )
        except IntegrityError as error:
            raise claim_refused(error) from error


def add_matter(*, actor: Actor, now: datetime, ticket: Ticket | str, item: Item | str) -> Ticket:
    """One thing more on the same number, at most the hall's N with the first.

    Refused: 422 unknown_item, 409 too_many_matters, matter_there, not_allowed.
    """
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "add-matter", actor=actor)
        own_counter(t, actor)
        row = served_item(t.hall, item)
        there = list(Matter.objects.filter(ticket=t).values_list("item_id", flat=True))
        if row.item.pk in (*there, t.item_id):
            raise Refused("matter_there", _("这件事已经在这个号上。"))
        limit = t.hall.matters_per_ticket
        if len(there) + 1 >= limit:
            raise Refused("too_many_matters", _("一个号最多办 %(n)s 件事。") % {"n": limit})
        Matter.objects.create(hall=t.hall, ticket=t, item=row.item, added_at=now)
        data = {"item": row.item.code}
        return step(w, t, "add-matter", events.MATTER_ADDED, actor=actor, now=now, data=data)


def answer_questions(
    *,
    actor: Actor,
    now: datetime,
    ticket: Ticket | str,
    scenarios: Sequence[str],
    secret: str = "",
) -> Ticket:
    """The item's questions, answered by the holder while waiting; they replace those so far.

    Refused: 403 wrong_secret; 409 not_allowed once it has ended; 422 unknown_scenario, one_only;
    429 too_many_attempts.
    """
    with proofs(actor, now) as proof, write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        proof.holder(t, secret)
        FLOW.check(t, "answer", actor=actor)
        chosen = checked_scenarios(t.item, scenarios, now)
        if chosen == t.scenarios:
            return t
        t.scenarios = chosen
        data = {"answers": len(chosen)}
        fields = ["scenarios"]
        return step(w, t, "answer", events.ANSWERED, actor=actor, now=now, fields=fields, data=data)
