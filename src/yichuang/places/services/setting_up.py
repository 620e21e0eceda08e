"""A hall from its file."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from yichuang.kit.actors import Actor
from yichuang.kit.events import write
from yichuang.kit.ids import new_id
from yichuang.kit.locks import try_again

from ..events import HALL_LOADED
from ..loading import HallPlan
from ..models import Counter, CounterQueue, Hall, OpeningHours, Queue, Zone
from ..permissions import MANAGE


def load_hall(*, actor: Actor, now: datetime, plan: HallPlan) -> tuple[Hall, int]:
    """The hall of a plan, and how many rows were added.

    Adds what is missing by code, prefix and number; what is there stays as somebody left it,
    so twice changes nothing. Refused: 403, also for a hall that is not the actor's; 409
    try_again when somebody else just loaded it for the first time.
    """
    known = Hall.objects.filter(code=plan.hall["code"]).values_list("id", flat=True).first()
    with write(known or new_id()) as w:
        found = Hall.objects.select_for_update().filter(pk=w.hall_id).first()
        actor.require(MANAGE, w.hall_id)
        added = found is None
        hall = found or _add_hall(w.hall_id, plan)
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


def _add_hall(hall_id: UUID, plan: HallPlan) -> Hall:
    hall = Hall(id=hall_id, **plan.hall)
    try:
        hall.save(force_insert=True)
    except IntegrityError as error:
        raise try_again() from error
    return hall


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
