"""Halls, zones, queues and counters."""

from django.utils.translation import gettext as _

from yichuang.kit.errors import NotFound
from yichuang.kit.prepared import Prepared

from ..models import Counter, Hall, HallItem, Queue, Zone

_BY_CODE: Prepared[Hall] = Prepared(lambda: Hall.objects.filter(code="x"))


def halls() -> list[Hall]:
    return list(Hall.objects.order_by("code"))


def hall_by_code(code: str) -> Hall:
    """Refused: 404 for a code nobody has."""
    hall = _BY_CODE.one(code) if "\0" not in code else None
    if hall is None:
        raise NotFound("no_such_hall", _("没有这个大厅。"))
    return hall


def hall_loaded() -> bool:
    """True when citizens can take numbers somewhere: a hall that serves items."""
    return HallItem.objects.exists()


def zones(hall: Hall) -> list[Zone]:
    return list(Zone.objects.filter(hall=hall).order_by("code"))


def queues(hall: Hall) -> list[Queue]:
    return list(Queue.objects.filter(hall=hall).select_related("zone"))


def counters(hall: Hall) -> list[Counter]:
    rows = Counter.objects.filter(hall=hall).select_related("zone")
    return list(rows.prefetch_related("queues"))


def counter_names(hall: Hall) -> dict[str, str]:
    """By key, in one statement."""
    return {str(counter.pk): str(counter) for counter in Counter.objects.filter(hall=hall)}


def counter_by_number(hall: Hall, number: int) -> Counter:
    """Refused: 404 for a number the hall has not."""
    found = Counter.objects.filter(hall=hall, number=number).select_related("zone").first()
    if found is None:
        raise NotFound("no_such_counter", _("没有这个窗口。"))
    return found
