"""Setting up a hall and its calendar."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from yichuang.catalogue.models import Item
from yichuang.kit.actors import Actor
from yichuang.kit.events import write
from yichuang.kit.ids import new_id

from .calendars import read_notice
from .events import CALENDAR_LOADED, HALL_LOADED
from .loading import HallPlan
from .models import (
    CalendarDay,
    CalendarYear,
    Counter,
    CounterQueue,
    Hall,
    HallItem,
    OpeningHours,
    Queue,
    Zone,
)
from .permissions import MANAGE

LAST = 32_767  # of the column


def load_hall(*, actor: Actor, now: datetime, plan: HallPlan) -> tuple[Hall, int]:
    """The hall of a plan, and how many rows were added.

    Adds what is missing by code, prefix and number; what is there stays as somebody left it,
    so twice changes nothing.
    """
    actor.require(MANAGE)
    hall = Hall.objects.filter(code=plan.hall["code"]).first()
    added = hall is None
    hall = hall or Hall(id=new_id(), **plan.hall)
    with write(hall.id) as w:
        if added:
            hall.save(force_insert=True)
        count = added + _add_rooms(hall, plan) + _add_hours(hall, plan)
        count += _add_counters(hall, plan)
        if count:
            data = {"rows": count}
            w.add(
                HALL_LOADED, subject=hall.id, actor=actor, now=now, data=data, topics=_topic(hall)
            )
    return hall, count


def _topic(hall: Hall) -> list[str]:
    return [f"hall:{hall.code}"]


def _add_rooms(hall: Hall, plan: HallPlan) -> int:
    zones = {zone.code: zone for zone in Zone.objects.filter(hall=hall)}
    new_zones = [Zone(hall=hall, **row) for row in plan.zones if row["code"] not in zones]
    Zone.objects.bulk_create(new_zones)
    zones |= {zone.code: zone for zone in new_zones}
    known = set(Queue.objects.filter(hall=hall).values_list("prefix", flat=True))
    new_queues = [
        Queue(hall=hall, order=order, **{**row, "zone": zones[row["zone"]]})
        for order, row in enumerate(plan.queues)
        if row["prefix"] not in known
    ]
    Queue.objects.bulk_create(new_queues)
    return len(new_zones) + len(new_queues)


def _add_hours(hall: Hall, plan: HallPlan) -> int:
    if OpeningHours.objects.filter(hall=hall).exists():
        return 0
    rows = [
        OpeningHours(hall=hall, weekday=weekday, opens_minute=opens, closes_minute=closes)
        for weekday, opens, closes in plan.hours
    ]
    return len(OpeningHours.objects.bulk_create(rows))


def _add_counters(hall: Hall, plan: HallPlan) -> int:
    zones = {zone.code: zone for zone in Zone.objects.filter(hall=hall)}
    queues = {queue.prefix: queue for queue in Queue.objects.filter(hall=hall)}
    known = set(Counter.objects.filter(hall=hall).values_list("number", flat=True))
    counters, equipment = [], []
    for row in plan.counters:
        if row["number"] in known:
            continue
        counter = Counter(
            hall=hall,
            number=row["number"],
            name=row["name"],
            zone=zones[row["zone"]],
            direction=row.get("direction", "right"),
        )
        counters.append(counter)
        equipment += [
            CounterQueue(hall=hall, counter=counter, queue=queues[p]) for p in row["queues"]
        ]
    Counter.objects.bulk_create(counters)
    CounterQueue.objects.bulk_create(equipment)
    return len(counters) + len(equipment)


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
    actor.require(MANAGE, hall.id)
    queues = {queue.prefix: queue for queue in Queue.objects.filter(hall=hall)}
    served = HallItem.objects.filter(hall=hall).values("item_id")
    rank = {code: order for order, code in enumerate(most_used)}
    rows = []
    for item in Item.objects.exclude(pk__in=served).order_by("order", "code"):
        queue = queues.get(item.prefix) or queues.get(fallback)
        order = rank.get(item.code, min(len(rank) + item.order, LAST))
        if queue:
            rows.append(HallItem(hall=hall, item=item, queue=queue, order=order))
    if not rows:
        return 0
    with write(hall.id) as w:
        HallItem.objects.bulk_create(rows)
        data = {"items": len(rows)}
        w.add(HALL_LOADED, subject=hall.id, actor=actor, now=now, data=data, topics=_topic(hall))
    return len(rows)


def load_calendar(*, actor: Actor, now: datetime, text: str) -> tuple[int, int]:
    """The year of the notice in `text` and its days off and make-up days; replaces that year.

    Refused as a whole with everything that is wrong; the same notice again changes nothing.
    """
    actor.require(MANAGE)
    notice = read_notice(text)
    rows = [
        CalendarDay(year=notice.year, day=day, working=working, name=name)
        for day, (working, name) in sorted(notice.days.items())
    ]
    with write(None) as w:
        with connection.cursor() as cursor:  # two loads of one year: the second waits
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [7_320_000 + notice.year])
        old = list(CalendarDay.objects.filter(year=notice.year))
        same = [(d.day, d.working, d.name) for d in old] == [
            (d.day, d.working, d.name) for d in rows
        ]
        if same and CalendarYear.objects.filter(year=notice.year, source=notice.source).exists():
            return notice.year, 0
        mine = Q(year=notice.year) | Q(day__in=list(notice.days))
        CalendarDay.objects.filter(mine).delete()
        CalendarDay.objects.bulk_create(rows)
        CalendarYear.objects.update_or_create(
            year=notice.year, defaults={"source": notice.source, "loaded_at": now}
        )
        w.add(CALENDAR_LOADED, subject=notice.year, actor=actor, now=now, data={"days": len(rows)})
    return notice.year, len(rows)


def _fields(day: CalendarDay) -> tuple[date, bool, str]:
    return day.day, day.working, day.name
