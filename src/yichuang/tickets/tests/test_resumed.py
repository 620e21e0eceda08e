"""A held ticket that goes on: the counter's last visit, and no call for the line."""

from __future__ import annotations

import pytest

from yichuang.kit.actors import Actor
from yichuang.places.models import Counter
from yichuang.tickets import queries, services
from yichuang.tickets.models import Call, Ticket
from yichuang.tickets.queries.paces import paces

from .factories import House, fresh, later

pytestmark = pytest.mark.django_db


def held(house: House, worker: Actor, counter: Counter) -> Ticket:
    """Called at 0 s, served for 100 s, held."""
    ticket = house.at_desk(worker, counter, state="serving")
    return services.hold(actor=worker, now=later(seconds=100), ticket=ticket)


def served(house: House, worker: Actor, counter: Counter, seconds: float) -> Ticket:
    """Called at `seconds`, done 50 s later."""
    at = later(seconds=seconds)
    ticket = house.at_desk(worker, counter, state="serving", now=at)
    return services.finish(actor=worker, now=later(seconds=seconds + 50), ticket=ticket)


def resumed(worker: Actor, ticket: Ticket, seconds: float) -> Ticket:
    return services.resume(actor=worker, now=later(seconds=seconds), ticket=fresh(ticket))


def test_visit_when_held_another_done_and_resumed_then_the_last_one_of_the_counter() -> None:
    house = House()
    worker, counter = house.desk(1)
    first = held(house, worker, counter)
    second = served(house, worker, counter, 110)
    assert queries.just_done(counter, later()) == second
    resumed(worker, first, 170)
    assert queries.just_done(counter, later()) is None
    services.finish(actor=worker, now=later(seconds=200), ticket=fresh(first))
    assert queries.just_done(counter, later()) == first


def test_visit_when_resumed_at_another_counter_then_done_there() -> None:
    house = House()
    worker, counter = house.desk(1)
    colleague, beside = house.desk(2)
    first = held(house, worker, counter)
    resumed(colleague, first, 120)
    services.finish(actor=colleague, now=later(seconds=150), ticket=fresh(first))
    assert queries.just_done(beside, later()) == first
    assert queries.just_done(counter, later()) is None
    assert queries.done_by(house.hall, colleague.membership_id, later(3)) == 1
    assert queries.done_by(house.hall, worker.membership_id, later(3)) == 0


def test_durations_when_resumed_then_the_visit_is_measured_whole_and_once() -> None:
    house = House()
    worker, counter = house.desk(1)
    first = held(house, worker, counter)
    resumed(worker, first, 400)
    services.finish(actor=worker, now=later(seconds=600), ticket=fresh(first))
    rows = Call.objects.filter(ticket=first).order_by("called_at")
    assert list(rows.values_list("outcome", "served_seconds", "resumed")) == [
        ("held", 100, False),
        ("done", 300, True),
    ]
    measured = paces(house.hall.id, later(11))[str(house.queues["A"].id)]
    assert measured.mean == pytest.approx((5 + 5 * 10) / 6), "one service of five minutes"


def test_passed_ticket_when_others_are_resumed_then_it_waits_for_three_calls_all_the_same() -> None:
    house = House()
    worker, counter = house.desk(1)
    first = held(house, worker, counter)
    passed = house.at_desk(worker, counter, now=later(seconds=101))
    services.pass_ticket(actor=worker, now=later(seconds=170), ticket=passed)
    others = [house.take("A", now=later(seconds=170)) for _ in range(4)]
    services.requeue(actor=worker, now=later(seconds=171), ticket=fresh(passed))
    for n in range(3):
        resumed(worker, first, 180 + 10 * n)
        services.hold(actor=worker, now=later(seconds=185 + 10 * n), ticket=fresh(first))
    order = []
    for n in range(4):
        ticket = services.call_next(actor=worker, now=later(seconds=220 + n), counter=counter)
        assert ticket is not None
        order.append(ticket.number)
        services.start(actor=worker, now=later(seconds=220 + n), ticket=ticket)
        services.finish(actor=worker, now=later(seconds=220 + n), ticket=ticket)
    assert order == [*(t.number for t in others[:3]), passed.number]


def test_board_when_resumed_then_nobody_is_called() -> None:
    house = House()
    worker, counter = house.desk(1)
    colleague, _beside = house.desk(2)
    first = held(house, worker, counter)
    resumed(colleague, first, 120)
    calls = queries.board(house.hall, later(seconds=121))["calls"]
    assert [(c["counter_number"], c["over"]) for c in calls] == [(1, True)]
    assert queries.board(house.hall, later(seconds=290))["calls"] == []
