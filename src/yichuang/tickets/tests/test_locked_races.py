"""What a service sees of a ticket that somebody changed while it waited for the ticket's lock:
the row as it is now, with all it points to now (docs/adr/0005-locked-before-joined.md)."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from django.db import transaction

from yichuang.kit.actors import Actor
from yichuang.places.models import HallItem
from yichuang.tickets import services
from yichuang.tickets.models import Ticket
from yichuang.tickets.services.locking import locked, own_counter

from .factories import House, later
from .racing import race, wait_until_waiting

pytestmark = pytest.mark.django_db(transaction=True)


def seen_after(change: Callable[[], object], ticket: Ticket, house: House) -> Ticket:
    """The locked ticket of somebody who had to wait for `change` to be committed."""
    worker, changed = house.actor("worker", "A"), Event()

    def hold() -> None:
        with transaction.atomic():
            try:
                change()
            finally:
                changed.set()
            wait_until_waiting()

    def look() -> Ticket:
        assert changed.wait(20)
        with transaction.atomic():
            return locked(ticket.public_id, worker)

    found = race([hold, look])[1]
    assert isinstance(found, Ticket), found
    return found


def test_item_changed_meanwhile_within_its_queue_then_the_new_item_is_there() -> None:
    house = House()
    guide, item = house.guide(), house.items["B"]
    HallItem.objects.filter(item=item).update(queue=house.queues["A"])
    ticket = house.take("A", actor=guide)

    def change() -> None:
        services.change_item(actor=guide, now=later(1), ticket=ticket, item=item)

    found = seen_after(change, ticket, house)
    assert (found.item_id, found.item) == (item.id, item)


def test_queue_changed_meanwhile_then_the_ticket_is_found_there() -> None:
    house = House()
    guide, ticket = house.guide(), house.take("A")

    def change() -> None:
        services.change_item(actor=guide, now=later(1), ticket=ticket, item=house.items["B"])

    found = seen_after(change, ticket, house)
    assert (found.queue, found.queue.zone) == (house.queues["B"], house.zone)


@pytest.mark.parametrize("opened", ["before", "meanwhile", "meanwhile, by another before"])
def test_called_meanwhile_then_its_counter_is_there_with_who_serves_at_it(opened: str) -> None:
    house = House()
    ticket, counter, caller = house.take("A"), house.counter(1), house.actor("worker", "A")

    def open_counter(who: Actor) -> None:
        services.open_counter(actor=who, now=later(), counter=counter)

    def call() -> None:
        if opened != "before":
            open_counter(caller)
        assert services.call_next(actor=caller, now=later(1), counter=counter) == ticket

    if opened == "before":
        open_counter(caller)
    elif opened != "meanwhile":
        another = house.actor("worker", "A")
        open_counter(another)
        services.close_counter(actor=another, now=later(), counter=counter)
    found = seen_after(call, ticket, house)
    assert (found.state, found.counter) == ("called", counter)
    assert found.counter is not None
    assert found.counter.runtime.current_ticket_id == ticket.pk
    own_counter(found, caller)
