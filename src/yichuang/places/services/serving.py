"""Which items a hall serves."""

from collections.abc import Sequence
from datetime import datetime

from yichuang.catalogue.models import Item
from yichuang.kit.actors import Actor
from yichuang.kit.events import write

from ..events import HALL_LOADED
from ..models import Hall, HallItem, Queue
from ..permissions import MANAGE
from .setting_up import hall_topic

LAST = 32_767  # of the column


def serve_items(
    *,
    actor: Actor,
    now: datetime,
    hall: Hall,
    most_used: Sequence[str] = (),
    fallback: str = "",
) -> int:
    """Let a hall serve the catalogue's items it does not serve yet; how many.

    An item waits in the queue of its own prefix, else of `fallback`; without either it is
    left out, since nobody could call it.
    """
    with write(hall.id) as w:
        Hall.objects.select_for_update().get(pk=hall.pk)  # one at a time
        actor.require(MANAGE, hall.id)
        rows = _new_rows(hall, most_used, fallback)
        if not rows:
            return 0
        HallItem.objects.bulk_create(rows)
        data = {"items": len(rows)}
        w.add(
            HALL_LOADED, subject=hall.id, actor=actor, now=now, data=data, topics=hall_topic(hall)
        )
    return len(rows)


def _new_rows(hall: Hall, most_used: Sequence[str], fallback: str) -> list[HallItem]:
    queues = {queue.prefix: queue for queue in Queue.objects.filter(hall=hall)}
    served = HallItem.objects.filter(hall=hall).values("item_id")
    rank = {code: order for order, code in enumerate(most_used)}
    rows = []
    for item in Item.objects.exclude(pk__in=served).order_by("order", "code"):
        queue = queues.get(item.prefix) or queues.get(fallback)
        order = rank.get(item.code, min(len(rank) + item.order, LAST))
        if queue:
            rows.append(HallItem(hall=hall, item=item, queue=queue, order=order))
    return rows
