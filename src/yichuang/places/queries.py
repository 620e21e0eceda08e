"""Reading the set-up of a hall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yichuang.catalogue import queries as catalogue
from yichuang.catalogue.models import Item
from yichuang.kit.api import cursors
from yichuang.kit.errors import Invalid, NotFound

from .models import CalendarDay, CalendarYear, Counter, Hall, HallItem, OpeningHours, Queue, Zone
from .working_days import WorkCalendar

PAGE = 50
SUNDAY, MONDAY = 6, 0


def halls() -> list[Hall]:
    return list(Hall.objects.order_by("code"))


def hall_by_code(code: str) -> Hall:
    """Refused: 404 for a code nobody has."""
    hall = Hall.objects.filter(code=code).first() if "\0" not in code else None
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


def counter_by_number(hall: Hall, number: int) -> Counter:
    """Refused: 404 for a number the hall has not."""
    found = Counter.objects.filter(hall=hall, number=number).select_related("zone").first()
    if found is None:
        raise NotFound("no_such_counter", _("没有这个窗口。"))
    return found


def hall_item(hall: Hall, code: str) -> HallItem:
    """The item as this hall serves it. Refused: 404 for an item it does not serve."""
    rows = HallItem.objects.filter(hall=hall, item__code=code) if "\0" not in code else ()
    found = rows.select_related("item", "queue__zone").first() if rows else None
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


def work_calendar() -> WorkCalendar:
    days = dict(CalendarDay.objects.values_list("day", "working"))
    return WorkCalendar(days, frozenset(CalendarYear.objects.values_list("year", flat=True)))


def _weekday(day: date) -> int:
    """Whose hours hold: a holiday has a Sunday's, a make-up workday a Monday's."""
    special = CalendarDay.objects.filter(day=day).first()
    if special is None:
        return day.weekday()
    return MONDAY if special.working else SUNDAY


def hours_today(hall: Hall, now: datetime) -> list[OpeningHours]:
    day = now.astimezone(ZoneInfo(hall.timezone)).date()
    return list(OpeningHours.objects.filter(hall=hall, weekday=_weekday(day)))


def open_now(hall: Hall, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(hall.timezone))
    minute = local.hour * 60 + local.minute
    return any(h.opens_minute <= minute < h.closes_minute for h in hours_today(hall, now))


def minutes_to_close(hall: Hall, now: datetime) -> int | None:
    """Minutes until the hall closes for the day; None when it is closed."""
    local = now.astimezone(ZoneInfo(hall.timezone))
    minute = local.hour * 60 + local.minute
    ends = [h.closes_minute for h in hours_today(hall, now)]
    return max(ends) - minute if ends and minute < max(ends) else None


def hall_card(hall: Hall) -> dict[str, Any]:
    return {
        "code": hall.code,
        "name": hall.name,
        "address": hall.address,
        "phone": hall.phone,
        "timezone": hall.timezone,
        "demonstration": hall.demonstration,
    }


def hall_view(hall: Hall, now: datetime, states: dict[UUID, str] | None = None) -> dict[str, Any]:
    """`GET /halls/{hall}`; `states` of counters come from above, else they are closed."""
    states = states or {}
    return hall_card(hall) | {
        "open": open_now(hall, now),
        "waiting_target": hall.waiting_target,
        "hours": [
            {
                "weekday": h.weekday,
                "opens": clock(h.opens_minute),
                "closes": clock(h.closes_minute),
            }
            for h in OpeningHours.objects.filter(hall=hall)
        ],
        "zones": [
            {"code": z.code, "name": z.name, "floor": z.floor, "seat_hint": z.seat_hint}
            for z in zones(hall)
        ],
        "queues": [queue_view(queue) for queue in queues(hall)],
        "counters": [counter_card(c, states.get(c.id, "closed")) for c in counters(hall)],
    }


def queue_view(queue: Queue) -> dict[str, Any]:
    return {
        "id": queue.id,
        "code": queue.code,
        "prefix": queue.prefix,
        "name": queue.name,
        "zone": queue.zone.code,
        "stopped": queue.stopped_at is not None,
        "stopped_reason": queue.stopped_reason,
    }


def counter_card(counter: Counter, state: str) -> dict[str, Any]:
    return {
        "id": counter.id,
        "number": counter.number,
        "name": counter.name,
        "zone": counter.zone.code,
        "skills": [
            {"id": q.id, "code": q.code, "prefix": q.prefix, "name": q.name}
            for q in counter.queues.all()
        ],
        "state": state,
    }


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
