"""Events that a statement tells itself are as those that `tell` writes, and in their place."""

from __future__ import annotations

from typing import Any

import pytest

from yichuang.kit.events import write
from yichuang.kit.events.models import Event
from yichuang.tickets import events, services
from yichuang.tickets.models import Ticket
from yichuang.tickets.services.locking import tell

from .factories import NOW, House, fresh, later

pytestmark = pytest.mark.django_db
FIELDS = ("at", "name", "subject", "version", "actor", "topics")


def last() -> Event:
    return Event.objects.filter(stream="main").order_by("-seq")[0]


def as_told(house: House, ticket: Ticket, name: str, **values: Any) -> Event:
    """What `tell` would have written of the ticket as it stands now."""
    with write(house.hall.id) as w:
        tell(w, fresh(ticket), name, **values)
    return last()


def same(one: Event, other: Event) -> None:
    assert [getattr(one, f) for f in FIELDS] == [getattr(other, f) for f in FIELDS]
    assert one.data == other.data
    assert other.seq == one.seq + 1


def test_taking_tells_as_every_other_service() -> None:
    house = House()
    guide = house.guide()
    ticket = house.take("A", actor=guide)
    data = {"channel": ticket.channel, "purpose": "handle", "tier": 3}
    same(last(), as_told(house, ticket, events.TAKEN, actor=guide, now=NOW, data=data))


@pytest.mark.parametrize("needs", [(), ("wheelchair",)])
def test_calling_tells_as_every_other_service(needs: tuple[str, ...]) -> None:
    house = House()
    worker, counter = house.desk(1)
    taken = house.take("A", actor=house.guide(), needs=needs)
    called = services.call_next(actor=worker, now=later(1), counter=counter)
    assert called == taken
    data = {"counter": counter.number, "priority": bool(needs), "why": fresh(taken).why}
    told = as_told(house, taken, events.CALLED, actor=worker, now=later(1), data=data)
    first = Event.objects.get(stream="main", seq=told.seq - 1)
    same(first, told)


def test_what_came_before_in_the_same_transaction_has_the_lower_number() -> None:
    house = House()
    worker, counter = house.desk(1)
    first = house.at_desk(worker, counter, state="serving")
    house.take("A", actor=house.guide())
    with write(house.hall.id):
        services.finish(actor=worker, now=later(5), ticket=first)
        services.call_next(actor=worker, now=later(5), counter=counter)
    names = Event.objects.filter(stream="main").order_by("seq").values_list("name", flat=True)
    assert list(names)[-2:] == ["ticket.finished", "ticket.called"]
