"""Explicit makers of halls, people and tickets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from yichuang.catalogue.models import Item, ItemVersion
from yichuang.kit.actors import Actor, citizen
from yichuang.people.models import Authorisation, Membership, User
from yichuang.people.queries import actor_for_user
from yichuang.places.models import (
    Counter,
    CounterQueue,
    Hall,
    HallItem,
    OpeningHours,
    Queue,
    Zone,
)
from yichuang.tickets import services
from yichuang.tickets.models import Ticket
from yichuang.tickets.services import Taken

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 in the hall
_serial = iter(range(1, 10**9))


def later(minutes: float = 0, seconds: float = 0) -> datetime:
    return NOW + timedelta(minutes=minutes, seconds=seconds)


class House:
    """A hall with queues A (10 min), B (5 min), Z (4 min), an item each, and counters."""

    def __init__(self, **settings: Any) -> None:
        n = next(_serial)
        self.hall = Hall.objects.create(code=f"hall{n}", name=f"大厅{n}", **settings)
        self.zone = Zone.objects.create(hall=self.hall, code="a", name="A 区", floor="一楼")
        self.queues: dict[str, Queue] = {}
        self.items: dict[str, Item] = {}
        for prefix, minutes in (("A", 10), ("B", 5), ("Z", 4)):
            self.add_queue(prefix, minutes)

    def add_queue(self, prefix: str, minutes: float) -> Queue:
        queue = Queue.objects.create(
            hall=self.hall,
            code=f"q{prefix.lower()}",
            prefix=prefix,
            name=f"{prefix} 队",
            voice_name=prefix,
            zone=self.zone,
            mean_minutes=minutes,
        )
        item = Item.objects.create(
            code=f"{prefix}-{next(_serial)}",
            name=f"事项 {prefix}",
            origin="authored",
            handled_in="here",
            order=1,
        )
        HallItem.objects.create(hall=self.hall, item=item, queue=queue)
        self.queues[prefix], self.items[prefix] = queue, item
        return queue

    def publish(self, prefix: str, *options: str, now: datetime = NOW) -> ItemVersion:
        """A version of the queue's item that asks one question with these options."""
        item = self.items[prefix]
        version = ItemVersion.objects.filter(item=item).count() + 1
        question = {
            "id": "why",
            "text": "为什么办？",
            "options": [{"id": option, "text": option} for option in options],
        }
        return ItemVersion.objects.create(
            item=item,
            version=version,
            effective_from=now,
            published_at=now,
            published_by="staff:editor",
            definition={
                "id": item.code,
                "name": item.name,
                "parties": {"applicant": "1"},
                "questions": [question],
            },
            digest="0" * 64,
        )

    def opens(self, *spans: tuple[float, float], weekdays: Sequence[int] = range(7)) -> None:
        """`spans` in hours, (9, 12.5) is 09:00 to 12:30; without, the hall keeps no hours."""
        for weekday in weekdays:
            for start, end in spans:
                OpeningHours.objects.create(
                    hall=self.hall,
                    weekday=weekday,
                    opens_minute=int(start * 60),
                    closes_minute=int(end * 60),
                )

    def counter(self, number: int, prefixes: str = "A") -> Counter:
        counter = Counter.objects.create(
            hall=self.hall, number=number, name=f"{number} 号窗口", zone=self.zone
        )
        for prefix in prefixes:
            CounterQueue.objects.create(hall=self.hall, counter=counter, queue=self.queues[prefix])
        return counter

    def actor(self, role: str, prefixes: str = "", kind: str = "staff") -> Actor:
        user = User.objects.create(username=f"{role}{next(_serial)}", kind=kind)
        member = Membership.objects.create(hall=self.hall, user=user, roles=[role])
        for prefix in prefixes:
            Authorisation.objects.create(
                hall=self.hall,
                membership=member,
                queue=self.queues[prefix],
                valid_from=NOW - timedelta(days=30),
            )
        return actor_for_user(user)

    def desk(self, number: int, prefixes: str = "A", now: datetime = NOW) -> tuple[Actor, Counter]:
        """A worker at an open counter."""
        counter, worker = self.counter(number, prefixes), self.actor("worker", prefixes)
        services.open_counter(actor=worker, now=now, counter=counter)
        return worker, counter

    def guide(self) -> Actor:
        return self.actor("guide")

    def take(
        self, prefix: str = "A", *, actor: Actor | None = None, now: datetime = NOW, **more: Any
    ) -> Ticket:
        """An arrived ticket, taken by a guide unless said otherwise."""
        return self.taken(prefix, actor=actor or self.guide(), now=now, **more).ticket

    def taken(
        self, prefix: str = "A", *, actor: Actor | None = None, now: datetime = NOW, **more: Any
    ) -> Taken:
        more.setdefault("channel", "phone")
        return services.take_ticket(
            actor=actor or citizen(f"device-{next(_serial)}-0123456789"),
            now=now,
            hall=self.hall,
            item=self.items[prefix],
            **more,
        )

    def at_desk(
        self, worker: Actor, counter: Counter, *, state: str = "called", now: datetime = NOW
    ) -> Ticket:
        """A ticket of queue A called to this counter, started when asked for."""
        self.take("A", now=now)
        ticket = services.call_next(actor=worker, now=now, counter=counter)
        assert ticket is not None
        if state == "serving":
            services.start(actor=worker, now=now, ticket=ticket)
        return fresh(ticket)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.select_related("hall", "queue", "item", "counter").get(pk=ticket.pk)


def phones(count: int, start: int = 13900000000) -> Sequence[str]:
    return [str(start + n) for n in range(count)]
