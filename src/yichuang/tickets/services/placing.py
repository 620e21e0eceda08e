"""Which queue a wish goes to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item
from yichuang.kit.errors import Invalid, Refused
from yichuang.kit.prepared import NOBODY, Prepared
from yichuang.places.models import Hall, HallItem, Queue

# The queue of questions and errands that name no item.
GENERAL_PREFIX = "Z"
_SERVED: Prepared[HallItem] = Prepared(
    lambda: (
        HallItem.objects.filter(hall_id=NOBODY)
        .filter(item__code="x")
        .select_related("item", "queue__zone")
    )
)


def place_of(hall: Hall, item: Item | str | None, purpose: str) -> tuple[Queue, Item | None]:
    """The queue, and the item as the catalogue has it.

    Refused: 422 for an item this hall does not serve, 422 when neither item nor purpose is
    given, 409 queue_stopped with the manager's reason.
    """
    if item is None:
        if purpose == "handle":
            message = _("请选要办的事项，或选来意。")
            raise Invalid("item_needed", message, fields={"item": message})
        found = _general(hall)
        queue, served = found, None
    else:
        row = served_item(hall, item)
        queue, served = row.queue, row.item
    if queue.stopped_at:
        raise Refused(
            "queue_stopped",
            _("%(queue)s暂停取号：%(reason)s")
            % {"queue": queue.name, "reason": queue.stopped_reason},
            reason=queue.stopped_reason,
            queue=str(queue.id),
        )
    return queue, served


def served_item(hall: Hall, item: Item | str) -> HallItem:
    code = item if isinstance(item, str) else item.code
    row = _SERVED.one(hall.pk, code) if code and "\0" not in code else None
    if row is None:
        message = _("这个大厅不办这个事项，请问导办。")
        raise Invalid("unknown_item", message, fields={"item": message})
    row.queue.hall = hall
    return row


def _general(hall: Hall) -> Queue:
    queues = Queue.objects.filter(hall=hall, prefix=GENERAL_PREFIX).select_related("zone")
    queue = queues.first()
    if queue is None:
        message = _("这个大厅没有综合咨询窗口，请选要办的事项。")
        raise Invalid("item_needed", message, fields={"item": message})
    return queue
