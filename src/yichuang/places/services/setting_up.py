"""A hall from its file."""

from datetime import datetime

from yichuang.kit.actors import Actor
from yichuang.kit.events import write
from yichuang.kit.ids import new_id

from ..events import HALL_LOADED
from ..loading import HallPlan
from ..models import Counter, CounterQueue, Hall, OpeningHours, Queue, Zone
from ..permissions import MANAGE


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
                HALL_LOADED,
                subject=hall.id,
                actor=actor,
                now=now,
                data=data,
                topics=hall_topic(hall),
            )
    return hall, count


def hall_topic(hall: Hall) -> list[str]:
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
