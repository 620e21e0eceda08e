"""Pass, postpone, hold, transfer, send away, wishes, urgent: what each does to the line."""

from __future__ import annotations

from typing import Any

import pytest

from yichuang.catalogue.models import Department, Item
from yichuang.kit.actors import Actor
from yichuang.kit.errors import Forbidden, NotFound
from yichuang.kit.events.models import Event
from yichuang.places.models import Counter
from yichuang.tickets import queries, services
from yichuang.tickets.models import CounterState, Ticket

from .factories import NOW, House, fresh, later
from .test_taking import refused

pytestmark = pytest.mark.django_db
Desk = tuple[Actor, Counter]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def desk(house: House) -> Desk:
    return house.desk(1)


def call(desk: Desk, minutes: float = 0, *, done: bool = False) -> str:
    """The number called, and finished at once if asked; '' when nobody may be called."""
    worker, counter = desk
    ticket = services.call_next(actor=worker, now=later(minutes), counter=counter)
    if ticket and done:
        services.start(actor=worker, now=later(minutes), ticket=ticket)
        services.finish(actor=worker, now=later(minutes), ticket=ticket)
    return ticket.number if ticket else ""


def fill(house: House, count: int, prefix: str = "A", **more: Any) -> list[Ticket]:
    guide = house.guide()
    return [house.take(prefix, actor=guide, **more) for _ in range(count)]


def serving(house: House, desk: Desk) -> Ticket:
    return house.at_desk(*desk, state="serving")


def test_pass_is_possible_after_sixty_seconds_or_three_calls(house: House, desk: Desk) -> None:
    worker, _ = desk
    t = house.at_desk(*desk)
    values = {"actor": worker, "ticket": t}
    early = refused("too_early", services.pass_ticket, **values, now=later(seconds=59))
    assert early.extra["seconds"] == 1
    for n in (1, 2):
        services.recall(**values, now=later(seconds=n))
    passed = services.pass_ticket(**values, now=later(seconds=3))
    assert (passed.state, passed.at_counter_id) == ("passed", None)
    second = house.at_desk(*desk)
    services.pass_ticket(actor=worker, ticket=second, now=later(seconds=60))


def test_pass_of_special_needs_waits_two_minutes(house: House, desk: Desk) -> None:
    fill(house, 1, needs=["pregnant"])
    call(desk)
    t = Ticket.objects.get(state="called", hall=house.hall)
    values = {"actor": desk[0], "ticket": t}
    refused("too_early", services.pass_ticket, **values, now=later(seconds=119))
    services.pass_ticket(**values, now=later(seconds=120))


def test_third_recall_is_quiet(house: House, desk: Desk) -> None:
    t = house.at_desk(*desk)
    for n in range(3):
        services.recall(actor=desk[0], now=later(seconds=n), ticket=t)
    sounds = Event.objects.filter(subject=str(t.id), name="ticket.recalled").order_by("seq")
    assert [e.data["sound"] for e in sounds] == [True, True, False]


def test_passed_ticket_comes_back_after_three_calls_with_its_old_time(
    house: House, desk: Desk
) -> None:
    first = fill(house, 6)[0]
    assert call(desk) == "A001"
    services.pass_ticket(actor=desk[0], now=later(2), ticket=first)
    assert call(desk, 3, done=True) == "A002"
    services.requeue(actor=house.guide(), now=later(4), ticket=first)
    assert [call(desk, 5, done=True) for _ in range(3)] == ["A003", "A004", "A001"]
    assert fresh(first).counts_from == first.issued_at


def test_passed_ticket_is_not_called_before_it_is_brought_back(house: House, desk: Desk) -> None:
    first = fill(house, 1)[0]
    call(desk)
    services.pass_ticket(actor=desk[0], now=later(2), ticket=first)
    assert call(desk, 9) == ""
    kiosk = house.actor("kiosk", kind="machine")
    services.requeue(actor=kiosk, now=later(9), ticket=first)
    assert call(desk, 9) == "A001"  # at once: none waits


def test_second_pass_makes_the_minutes_begin_anew(house: House, desk: Desk) -> None:
    first = fill(house, 1)[0]
    for minute in (10, 20):
        call(desk, minute)
        services.pass_ticket(actor=desk[0], now=later(minute + 2), ticket=first)
        services.requeue(actor=desk[0], now=later(minute + 3), ticket=first)
    assert fresh(first).counts_from == later(23)


def test_postponed_ticket_goes_three_places_back(house: House, desk: Desk) -> None:
    first = house.taken("A", actor=None)
    services.arrive(actor=desk[0], now=NOW, ticket=first.ticket)
    fill(house, 5)
    call(desk, 1)
    values = {"actor": Actor(kind="citizen", key="d"), "ticket": first.ticket.public_id}
    services.postpone(**values, now=later(2), secret=first.secret)
    assert CounterState.objects.get(pk=desk[1].pk).current_ticket_id is None
    numbers = [call(desk, 3, done=True) for _ in range(5)]
    assert numbers == ["A002", "A003", "A004", "A001", "A005"]


def test_first_tier_is_not_called_twice_while_others_wait(house: House, desk: Desk) -> None:
    fill(house, 2)
    fill(house, 3, needs=["disabled"])
    numbers = [call(desk, done=True) for _ in range(5)]
    assert numbers == ["A003", "A001", "A004", "A002", "A005"]


def test_older_people_start_thirty_minutes_ahead(house: House, desk: Desk) -> None:
    guide = house.guide()
    house.take("A", actor=guide, now=later(0))
    house.take("A", actor=guide, now=later(25), needs=["older"])
    house.take("A", actor=guide, now=later(-31))
    assert [call(desk, 26, done=True) for _ in range(3)] == ["A002", "A001", "A003"]


def test_worker_calls_only_what_counter_and_person_can_serve(house: House) -> None:
    fill(house, 1, "A")
    fill(house, 1, "B")
    counter = house.counter(9, "AB")
    worker = house.actor("worker", "B")
    services.open_counter(actor=worker, now=NOW, counter=counter)
    assert call((worker, counter), done=True) == "B001"
    assert call((worker, counter)) == ""
    stranger = house.actor("worker", "Z")
    refused(
        "not_authorised", services.open_counter, actor=stranger, now=NOW, counter=house.counter(8)
    )


def test_counter_of_several_departments_serves_all_of_them(house: House) -> None:
    for prefix in "AB":
        name = f"{prefix} 局"
        department = Department.objects.create(code=f"{prefix}-{house.hall.code}", name=name)
        Item.objects.filter(pk=house.items[prefix].pk).update(department=department)
    guide, desk = house.guide(), house.desk(9, "AB")
    for minute, prefix in enumerate("ABBA"):
        house.take(prefix, actor=guide, now=later(minute))
    numbers = [call(desk, 5, done=True) for _ in range(4)]
    assert sorted(numbers) == ["A001", "A002", "B001", "B002"]
    assert numbers.index("A001") < numbers.index("A002")


def test_authorisation_that_ended_calls_nothing(house: House, desk: Desk) -> None:
    fill(house, 1)
    rows = house.queues["A"].authorisations.filter(membership_id=desk[0].membership_id)
    rows.update(valid_to=later(5))
    assert call(desk, 5) == ""
    assert call(desk, 4.9) == "A001"


def test_hold_frees_the_counter_and_resume_needs_it_free(house: House, desk: Desk) -> None:
    t = serving(house, desk)
    services.hold(actor=desk[0], now=later(5), ticket=t, reason="填表")
    fill(house, 1)
    assert call(desk, 6) == "A002"
    refused("counter_busy", services.resume, actor=desk[0], now=later(7), ticket=t)
    other = house.desk(2)
    resumed = services.resume(actor=other[0], now=later(8), ticket=t)
    assert resumed.at_counter_id == other[1].pk
    done = services.finish(actor=other[0], now=later(10), ticket=t)
    assert done.served_seconds == 420  # without the pause
    idle = house.actor("worker", "A")
    services.start(actor=desk[0], now=later(10), ticket=Ticket.objects.get(state="called"))
    held = services.hold(actor=desk[0], now=later(11), ticket=Ticket.objects.get(state="serving"))
    refused("counter_closed", services.resume, actor=idle, now=later(12), ticket=held)


def test_transfer_comes_first_and_keeps_number_and_time(house: House, desk: Desk) -> None:
    t = serving(house, desk)
    fill(house, 2, "B", now=later(-60))
    b = house.queues["B"]
    values = {"actor": desk[0], "now": later(5), "ticket": t}
    refused("reason_needed", services.transfer, **values, queue=b, reason=" ")
    refused("target_needed", services.transfer, **values, reason="办错")
    refused("unknown_queue", services.transfer, **values, queue=House().queues["A"], reason="x")
    moved = services.transfer(**values, queue=b.id, reason="办错窗口")
    assert (moved.state, moved.issued_at, moved.number) == ("waiting", NOW, "A001")
    assert call(house.desk(2, "B"), 6) == "A001"


def test_transfer_to_a_counter_waits_for_it_until_it_closes(house: House, desk: Desk) -> None:
    t = serving(house, desk)
    other, third = house.desk(2, "AB"), house.desk(3, "A")
    closed = house.counter(4, "A")
    values = {"actor": desk[0], "now": later(5), "ticket": t, "reason": "专办"}
    refused("counter_closed", services.transfer, **values, counter=closed)
    refused("counter_cannot_serve", services.transfer, **values, counter=house.desk(5, "BZ")[1])
    refused("unknown_counter", services.transfer, **values, counter=House().counter(1))
    services.transfer(**values, counter=other[1])
    assert call(third, 6) == ""
    services.close_counter(actor=other[0], now=later(7), counter=other[1])
    assert call(third, 8) == "A001"


def test_sent_away_returns_as_next(house: House, desk: Desk) -> None:
    t = serving(house, desk)
    fill(house, 2, needs=["infant"])
    services.send_away(actor=desk[0], now=later(5), ticket=t, reason="复印")
    refused("not_allowed", services.requeue, actor=desk[0], now=later(6), ticket=t)
    services.return_ticket(actor=house.guide(), now=later(9), ticket=t)
    assert call(desk, 9) == "A001"
    assert queries.ticket_view(fresh(t), later(9))["why"].startswith("当天回来")


def test_urgent_needs_reason_and_a_known_approver(house: House, desk: Desk) -> None:
    _first, second = fill(house, 2)
    manager = house.actor("manager")
    values = {"actor": house.guide(), "now": NOW, "ticket": second}
    refused("reason_needed", services.mark_urgent, **values, reason="", approved_by=manager.key)
    refused("unknown_approver", services.mark_urgent, **values, reason="飞", approved_by="谁")
    worker_name = desk[0].key
    refused(
        "unknown_approver", services.mark_urgent, **values, reason="飞", approved_by=worker_name
    )
    services.mark_urgent(**values, reason="明早的飞机", approved_by=manager.key)
    event = Event.objects.get(name="ticket.made_urgent", hall_id=house.hall.id)
    assert event.data["approved_by"] == manager.key
    assert call(desk) == "A002"


def test_change_of_item_moves_the_queue_and_keeps_the_rest(house: House, desk: Desk) -> None:
    (t,) = fill(house, 1, phone="13900000000")
    house.publish("B", "x")
    values = {"actor": desk[0], "now": NOW, "ticket": t}
    refused("unknown_item", services.change_item, **values, item="none")
    changed = services.change_item(**values, item=house.items["B"], scenarios=["x"])
    assert (changed.number, changed.queue.prefix, changed.scenarios) == ("A001", "B", ["x"])
    house.taken("A", phone="13900000000")  # its place in A is free
    refused("already_waiting", house.taken, prefix="B", phone="13900000000")
    refused("already_waiting", services.change_item, **values, item=house.items["A"])


def test_matters_are_counted_with_the_first(house: House, desk: Desk) -> None:
    house.hall.matters_per_ticket = 2
    house.hall.save()
    (t,) = fill(house, 1)
    values = {"actor": desk[0], "now": NOW, "ticket": t}
    refused("matter_there", services.add_matter, **values, item=house.items["A"])
    services.add_matter(**values, item=house.items["B"])
    refused("matter_there", services.add_matter, **values, item=house.items["B"].code)
    refused("too_many_matters", services.add_matter, **values, item=house.items["Z"])


def test_another_workers_ticket_is_not_mine(house: House, desk: Desk) -> None:
    t = house.at_desk(*desk)
    other = house.desk(2)
    for service in (services.start, services.recall, services.pass_ticket):
        refused("not_your_ticket", service, actor=other[0], now=later(9), ticket=t)
    services.start(actor=desk[0], now=later(9), ticket=t)
    refused("not_your_ticket", services.finish, actor=other[0], now=later(9), ticket=t)


def test_counter_opens_pauses_and_closes(house: House, desk: Desk) -> None:
    worker, counter = desk
    values = {"actor": worker, "now": NOW, "counter": counter}
    t = house.at_desk(*desk)
    for service in (services.pause_counter, services.close_counter):
        refused("counter_busy", service, **values)
    busy = refused("counter_busy", services.call_next, **values)
    assert busy.extra["ticket"]["number"] == "A001"
    services.pass_ticket(actor=worker, now=later(2), ticket=t)
    services.pause_counter(**values, reason="交接")
    refused("counter_closed", services.call_next, **values)
    services.open_counter(**values)
    refused("counter_elsewhere", services.open_counter, **{**values, "counter": house.counter(7)})
    colleague = {**values, "actor": house.actor("worker", "A")}
    refused("counter_taken", services.open_counter, **colleague)
    refused("counter_taken", services.call_next, **colleague)
    with pytest.raises(Forbidden):
        services.close_counter(**colleague)
    services.close_counter(**{**values, "actor": house.actor("manager")}, reason="收工")
    refused("counter_closed", services.call_next, **values)
    refused("counter_closed", services.pause_counter, **{**values, "actor": worker})
    with pytest.raises(NotFound):
        services.open_counter(**{**values, "counter": House().counter(1)})


def test_forward_jump_of_the_clock_keeps_number_order(house: House, desk: Desk) -> None:
    guide = house.guide()
    for minutes in (60, 0, -60, 61):  # the clock runs wild while numbers are given
        house.take("A", actor=guide, now=later(minutes))
    numbers = [call(desk, -90, done=True) for _ in range(4)]
    assert numbers == ["A001", "A002", "A003", "A004"]


def test_transfer_when_counters_are_listed_then_those_that_can_take_it(
    house: House, desk: Desk
) -> None:
    worker, counter = desk
    ticket = house.at_desk(worker, counter, state="serving")
    same, only = house.desk(2, "AB")[1], house.desk(3, "B")[1]
    neither = house.desk(4, "BZ")[1]
    unauthorised = house.counter(5, "AB")
    services.open_counter(actor=house.actor("worker", "B"), now=NOW, counter=unauthorised)
    house.counter(6, "A")  # closed
    paused_worker, paused = house.desk(7, "A")
    services.pause_counter(actor=paused_worker, now=NOW, counter=paused, reason="")
    found = queries.transfer_counters(ticket, NOW)
    a, b = house.queues["A"], house.queues["B"]
    assert found == [(same, a), (only, b), (paused, a)]
    values = {"actor": worker, "now": NOW, "ticket": ticket, "reason": "办错"}
    refused("counter_cannot_serve", services.transfer, **values, counter=neither)
    moved = services.transfer(**values, counter=only)
    assert moved.queue == b
