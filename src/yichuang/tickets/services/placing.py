"""Which queue a wish goes to, and in the same look what stands there and what the person holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item
from yichuang.kit.errors import Invalid, Refused
from yichuang.kit.prepared import NOBODY, Prepared
from yichuang.places.models import Hall, HallItem, Queue

from ..models import Ticket
from ..queries.lines import line_values, lines
from .persons import Person

# The queue of questions and errands that name no item.
GENERAL_PREFIX = "Z"
# The live ticket of this person in that queue, places that an agent holds, tickets of this hour
# by phone, device and, where a stranger is unknown by both and not in the hall, by all such;
# whether the hall prints, and the two columns of lines().
# The two claims name queue and hall themselves; without statistics their own index is found so.
_FOUND = """
  (SELECT public_id || ' ' || number FROM tickets_ticket
     WHERE live_key = %(person)s::text || ' ' || <queue>),
  (SELECT string_agg(agent_key, ',') FROM tickets_ticket
     WHERE agent_key = ANY(%(places)s)),
  (SELECT count(*) FROM tickets_ticket WHERE hall_id = %(hall)s AND phone_hash = %(phone)s
     AND phone_hash <> '' AND issued_at > %(hour)s),
  (SELECT count(*) FROM tickets_ticket WHERE hall_id = %(hall)s AND device_hash = %(device)s
     AND device_hash <> '' AND issued_at > %(hour)s),
  CASE WHEN %(unknown)s THEN (SELECT count(*) FROM tickets_ticket WHERE hall_id = %(hall)s
     AND day >= %(day)s::date - 1 AND issued_at > %(hour)s AND device_hash <> ''
     AND phone_hash = '' AND arrived_at IS NULL) ELSE 0 END,
  EXISTS (SELECT FROM devices_printer WHERE hall_id = %(hall)s AND enabled),
"""


def _found(queue: str) -> str:
    return _FOUND.replace("<queue>", queue) + lines(queue)


def _items() -> QuerySet[HallItem]:
    rows = HallItem.objects.filter(hall_id=NOBODY).filter(item__code="x")
    return rows.select_related("item", "queue__zone")


def _generals() -> QuerySet[Queue]:
    return Queue.objects.filter(hall_id=NOBODY).filter(prefix="x").select_related("zone")


_SERVED: Prepared[HallItem] = Prepared(_items)
_PLACED: Prepared[HallItem] = Prepared(
    _items, names=("hall", "item"), more=_found("places_hallitem.queue_id")
)
_GENERAL: Prepared[Queue] = Prepared(
    _generals, names=("hall", "prefix"), more=_found("places_queue.id")
)


@dataclass(frozen=True)
class Found:
    """`waiting`: 'public-id number' of this person's live ticket in the queue. `held`: keys of an
    agent's places, with commas. `before`, `counters`: JSON for queries.lines.told."""

    waiting: str | None
    held: str | None
    by_phone: int
    by_device: int
    by_unknown: int
    printers: bool
    before: str
    counters: str


def place(
    ticket: Ticket,
    item: Item | str | None,
    person: Person,
    places: list[str],
    now: datetime,
    *,
    unknown: bool = False,
) -> Found:
    """Sets the ticket's queue, and its item as the catalogue has it. `places`: an agent's keys.
    `unknown`: taken by nobody whom we could count by.

    Refused: 422 for an item this hall does not serve, 422 when neither item nor purpose is
    given, 409 queue_stopped with the manager's reason.
    """
    values = {
        **line_values(ticket, now),
        "person": person.person,
        "places": places,
        "phone": ticket.phone_hash,
        "device": ticket.device_hash,
        "unknown": unknown,
        "hour": now - timedelta(hours=1),
    }
    if item is None:
        found = _general(ticket, values)
    else:
        found = _placed(ticket, item, values)
    if ticket.queue.stopped_at:
        raise queue_stopped(ticket.queue)
    return found


def queue_stopped(queue: Queue) -> Refused:
    """Without a reason: stopped while the number was asked for; the board has it by now."""
    reason = queue.stopped_reason
    said = _("%(queue)s暂停取号：%(reason)s") if reason else _("%(queue)s刚刚暂停取号。")
    told = {"queue": queue.name, "reason": reason}
    return Refused("queue_stopped", said % told, reason=reason, queue=str(queue.id))


def _placed(ticket: Ticket, item: Item | str, values: Mapping[str, Any]) -> Found:
    code = _code(item)
    got = _PLACED.with_more(**values, item=code) if code else None
    if got is None:
        raise _unknown_item()
    row, more = got
    row.queue.hall = ticket.hall
    ticket.queue, ticket.item = row.queue, row.item
    return Found(*more)


def _general(ticket: Ticket, values: Mapping[str, Any]) -> Found:
    if ticket.purpose == "handle":
        message = _("请选要办的事项，或选来意。")
        raise Invalid("item_needed", message, fields={"item": message})
    got = _GENERAL.with_more(**values, prefix=GENERAL_PREFIX)
    if got is None:
        message = _("这个大厅没有综合咨询窗口，请选要办的事项。")
        raise Invalid("item_needed", message, fields={"item": message})
    queue, more = got
    queue.hall = ticket.hall
    ticket.queue = queue
    return Found(*more)


def served_item(hall: Hall, item: Item | str) -> HallItem:
    code = _code(item)
    row = _SERVED.one(hall.pk, code) if code else None
    if row is None:
        raise _unknown_item()
    row.queue.hall = hall
    return row


def _code(item: Item | str) -> str:
    code = item if isinstance(item, str) else item.code
    return "" if "\0" in code else code


def _unknown_item() -> Invalid:
    message = _("这个大厅不办这个事项，请问导办。")
    return Invalid("unknown_item", message, fields={"item": message})
