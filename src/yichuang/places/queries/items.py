"""What a hall serves, and where one waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yichuang.catalogue import queries as catalogue
from yichuang.catalogue.models import Item
from yichuang.kit.api import cursors
from yichuang.kit.errors import Invalid, NotFound

from ..models import Hall, HallItem, Queue

PAGE = 50


def hall_item(hall: Hall, code: str) -> HallItem:
    """The item as this hall serves it. Refused: 404 for an item it does not serve."""
    rows = HallItem.objects.filter(hall=hall, item__code=code)
    found = rows.select_related("item", "queue__zone").first() if "\0" not in code else None
    if found is None:
        raise NotFound("no_such_item", _("这个大厅不办这件事，请问导办。"))
    return found


def queue_of(hall: Hall, item: Item) -> Queue:
    """The line an item waits in here. Refused: 404 when the hall does not serve it."""
    found = HallItem.objects.filter(hall=hall, item=item).select_related("queue__zone").first()
    if found is None:
        raise NotFound("no_such_item", _("这个大厅不办这件事，请问导办。"))
    return found.queue


@dataclass(frozen=True)
class ItemPage:
    items: list[HallItem]
    next: str | None


def items_of_hall(hall: Hall, q: str = "", cursor: str = "", limit: int = PAGE) -> ItemPage:
    """Items the hall serves: the most used first, or by how well they answer `q`."""
    start = _offset(cursor)
    rows = HallItem.objects.filter(hall=hall).select_related("item__department", "queue__zone")
    if q.strip():
        found = _found(hall, q)
        page = found[start : start + limit + 1]
        by_code = {row.item.code: row for row in rows.filter(item__code__in=page)}
        got = [by_code[code] for code in page if code in by_code]
    else:
        got = list(rows.order_by("order", "item__code")[start : start + limit + 1])
    more = cursors.encode(start + limit) if len(got) > limit else None
    return ItemPage(got[:limit], more)


def _found(hall: Hall, q: str) -> Sequence[str]:
    codes = HallItem.objects.filter(hall=hall).order_by("order", "item__code")
    return catalogue.search(list(codes.values_list("item__code", flat=True)), q)


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    values = cursors.decode(cursor)
    if len(values) != 1 or not values[0].isascii() or not values[0].isdigit():
        raise Invalid("bad_cursor", _("翻页标记无效，请从头查。"))
    return min(int(values[0]), 1_000_000)
