"""The citizen-facing screen is handed a key for the visit that just ended, and no other."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db.models import F

from yichuang.feedback import services
from yichuang.feedback.models import Rating, SecondScreenKey
from yichuang.kit.actors import Actor, citizen
from yichuang.kit.errors import Forbidden, NotFound, Refused
from yichuang.kit.models import Event
from yichuang.people.models import Membership
from yichuang.places.models import Counter
from yichuang.tickets import services as tickets
from yichuang.tickets.models import Ticket, Visit
from yichuang.tickets.tests.factories import NOW, House, fresh, later
from yichuang.tickets.tests.racing import THREADS, codes, race

pytestmark = pytest.mark.django_db


def screen_at(house: House, counter: Counter) -> Actor:
    machine = house.actor("second", kind="machine")
    Membership.objects.filter(pk=machine.membership_id).update(counter=counter)
    return machine


def finished(house: House, worker: Actor, counter: Counter) -> Ticket:
    ticket = house.at_desk(worker, counter, state="serving")
    tickets.finish(actor=worker, now=NOW, ticket=ticket)
    return fresh(ticket)


def test_the_screen_of_the_counter_gets_the_same_key_each_time() -> None:
    house = House()
    worker, counter = house.desk(1)
    screen, other = screen_at(house, counter), screen_at(house, house.counter(2))
    ticket = finished(house, worker, counter)
    with pytest.raises(Forbidden):
        services.key_for_second_screen(actor=worker, now=NOW, ticket=ticket)
    with pytest.raises(Forbidden):
        services.key_for_second_screen(actor=other, now=NOW, ticket=ticket)
    keys = {services.key_for_second_screen(actor=screen, now=NOW, ticket=ticket) for _ in range(2)}
    assert len(keys) == SecondScreenKey.objects.count() == 1
    assert keys.pop() not in SecondScreenKey.objects.get().key_hash


def test_no_key_before_the_visit_ended() -> None:
    house = House()
    worker, counter = house.desk(1)
    ticket = house.at_desk(worker, counter, state="serving")
    with pytest.raises(Refused):
        services.key_for_second_screen(
            actor=screen_at(house, counter), now=NOW, ticket=fresh(ticket)
        )


def test_rating_on_the_screen_is_the_citizens() -> None:
    house = House()
    worker, counter = house.desk(1)
    screen = screen_at(house, counter)
    key = services.key_for_second_screen(
        actor=screen, now=NOW, ticket=finished(house, worker, counter)
    )
    give = {"now": NOW, "rating_key": key, "level": 4}
    for staff in (worker, screen):  # no machine token rates over the API either
        with pytest.raises(Forbidden):
            services.rate(actor=staff, **give)
    assert services.rate(actor=citizen(), **give)["level"] == 4
    event = Event.objects.get(name="rating.given")
    assert event.actor == "citizen"
    assert event.at.isoformat() == "2026-11-22T16:00:00+00:00"  # the day alone


@pytest.mark.parametrize(("seconds", "works"), [(179, True), (180, False)])
def test_the_key_is_void_after_three_minutes(seconds: int, works: bool) -> None:
    house = House()
    worker, counter = house.desk(1)
    screen = screen_at(house, counter)
    key = services.key_for_second_screen(
        actor=screen, now=NOW, ticket=finished(house, worker, counter)
    )
    rate = partial(services.rate, actor=citizen(), rating_key=key, level=5)
    if works:
        assert rate(now=later(seconds=seconds))
    else:
        with pytest.raises(NotFound):
            rate(now=later(seconds=seconds))


def test_the_key_is_void_at_the_next_call() -> None:
    house = House()
    worker, counter = house.desk(1)
    screen = screen_at(house, counter)
    key = services.key_for_second_screen(
        actor=screen, now=NOW, ticket=finished(house, worker, counter)
    )
    house.take("A", now=NOW)
    tickets.call_next(actor=worker, now=later(seconds=20), counter=counter)
    with pytest.raises(NotFound):
        services.rate(actor=citizen(), now=later(seconds=21), rating_key=key, level=5)


def test_the_key_is_void_when_a_held_visit_goes_on_there() -> None:
    house = House()
    worker, counter = house.desk(1)
    screen = screen_at(house, counter)
    held = house.at_desk(worker, counter, state="serving")
    tickets.hold(actor=worker, now=NOW, ticket=held)
    done = house.at_desk(worker, counter, state="serving", now=later(seconds=1))
    tickets.finish(actor=worker, now=later(seconds=10), ticket=done)
    seen = {"actor": screen, "now": later(seconds=11)}
    key = services.key_for_second_screen(**seen, ticket=fresh(done))
    tickets.resume(actor=worker, now=later(seconds=20), ticket=fresh(held))
    with pytest.raises(NotFound):
        services.rate(actor=citizen(), now=later(seconds=21), rating_key=key, level=5)
    tickets.finish(actor=worker, now=later(seconds=40), ticket=fresh(held))
    own = services.key_for_second_screen(**seen, ticket=fresh(held))
    services.rate(actor=citizen(), now=later(seconds=41), rating_key=own, level=4)
    assert Rating.objects.get().level == 4


def test_phone_and_screen_rate_one_visit_once() -> None:
    house = House()
    worker, counter = house.desk(1)
    screen = screen_at(house, counter)
    ticket = finished(house, worker, counter)
    Visit.objects.filter(pk=ticket.visit_id).update(
        rating_hash=services.keyed_hash("rating", "p" * 32)
    )
    key = services.key_for_second_screen(actor=screen, now=NOW, ticket=ticket)
    services.rate(actor=citizen(), now=NOW, rating_key="p" * 32, level=1)
    again = services.rate(actor=citizen(), now=NOW + timedelta(seconds=5), rating_key=key, level=3)
    assert again["corrected"]
    assert Rating.objects.get().level == 3


@pytest.mark.django_db(transaction=True)
def test_rating_at_once_keeps_one_row() -> None:
    """rating_once, in the one statement that gives or corrects."""
    house = House()
    visit = Visit.objects.create(
        hall=house.hall, day=NOW.date(), rating_hash=services.keyed_hash("rating", "p" * 32)
    )
    rate = partial(services.rate, actor=citizen(), now=NOW, rating_key="p" * 32)
    results = race([partial(rate, level=n % 5 + 1) for n in range(THREADS)])
    assert codes(results) == []
    assert [r["corrected"] for r in results].count(False) == 1
    kept = Rating.objects.filter(hall=visit.hall_id).values_list(F("corrections"), flat=True)
    assert list(kept) == [THREADS - 1]
