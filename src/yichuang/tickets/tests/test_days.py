"""Change of day: who keeps their place and who does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yichuang.kit.actors import SYSTEM
from yichuang.kit.errors import Forbidden
from yichuang.kit.events.models import Event
from yichuang.tickets import queries, services
from yichuang.tickets.models import Ticket

from .factories import NOW, House, fresh, later

pytestmark = pytest.mark.django_db
MIDNIGHT = NOW.replace(hour=16)  # 00:00 in Shanghai


def test_passed_sent_away_and_never_arrived_expire_at_the_change_of_day() -> None:
    house = House()
    guide = house.guide()
    desks = [house.desk(n, "AB") for n in range(1, 6)]
    tickets = [house.take("A", actor=guide, phone=f"1390000000{n}") for n in range(5)]
    for worker, counter in desks:
        services.call_next(actor=worker, now=NOW, counter=counter)
    passed, away, held, serving, called = tickets
    services.pass_ticket(actor=desks[0][0], now=later(5), ticket=passed)
    for n, t in ((1, away), (2, held), (3, serving)):
        services.start(actor=desks[n][0], now=later(5), ticket=t)
    services.send_away(actor=desks[1][0], now=later(6), ticket=away)
    services.hold(actor=desks[2][0], now=later(6), ticket=held)
    waiting = house.take("A", actor=guide)
    never = house.taken("A").ticket
    tomorrow_taken = house.taken("B", now=MIDNIGHT + timedelta(minutes=1)).ticket

    values = {"actor": SYSTEM, "hall": house.hall}
    assert services.close_day(**values, now=MIDNIGHT - timedelta(seconds=1)) == 0
    assert services.close_day(**values, now=MIDNIGHT + timedelta(minutes=1)) == 3
    assert services.close_day(**values, now=MIDNIGHT + timedelta(minutes=1)) == 0

    states = [fresh(t).state for t in (*tickets, waiting, never, tomorrow_taken)]
    assert states == [
        "expired",
        "expired",
        "held",
        "serving",
        "called",
        "waiting",
        "expired",
        "waiting",
    ]
    assert Event.objects.filter(hall_id=house.hall.id, name="ticket.expired").count() == 3
    assert fresh(passed).live_key is None
    house.taken("A", phone="13900000000", now=MIDNIGHT + timedelta(minutes=2))


def test_yesterdays_waiting_comes_before_todays_and_shows_its_date() -> None:
    house = House()
    guide = house.guide()
    house.take("A", actor=guide)
    old = house.take("A", actor=guide)
    house.take("A", actor=guide, now=MIDNIGHT + timedelta(minutes=1))
    worker, counter = house.desk(1)
    now = MIDNIGHT + timedelta(minutes=2)
    numbers = []
    for _ in range(3):
        t = services.call_next(actor=worker, now=now, counter=counter)
        assert t is not None
        numbers.append(f"{t.day.day} {t.number}")
        services.start(actor=worker, now=now, ticket=t)
        services.finish(actor=worker, now=now, ticket=t)
    assert numbers == ["23 A001", "23 A002", "24 A001"]
    assert queries.ticket_view(fresh(old), now)["day"].day == 23


def test_closing_a_day_needs_the_permission_and_many_tickets_go_in_batches() -> None:
    house = House()
    with pytest.raises(Forbidden):
        services.close_day(actor=house.guide(), now=MIDNIGHT, hall=house.hall)
    for _ in range(7):
        house.taken("A")
    original, services.days.BATCH = services.days.BATCH, 3
    try:
        assert services.close_day(actor=SYSTEM, now=MIDNIGHT, hall=house.hall) == 7
    finally:
        services.days.BATCH = original
    assert set(Ticket.objects.filter(hall=house.hall).values_list("state", flat=True)) == {
        "expired"
    }


def test_lists_when_the_day_changed_then_they_still_hold_whoever_keeps_their_place() -> None:
    house = House()
    guide = house.guide()
    worker, counter = house.desk(1, "AB")
    held = house.at_desk(worker, counter, state="serving")
    services.hold(actor=worker, now=later(1), ticket=held)
    passed = house.at_desk(worker, counter, now=later(2))
    services.pass_ticket(actor=worker, now=later(4), ticket=passed)
    called = house.at_desk(worker, counter, now=later(5))
    for n in range(3):
        services.recall(actor=worker, now=later(6 + n), ticket=called)
    first = house.take("B", actor=guide, needs=["wheelchair"])
    Ticket.objects.filter(pk=first.pk).update(slip="failed")
    elsewhere = house.taken("A").ticket

    for now, left in ((later(10), [passed, held]), (MIDNIGHT + timedelta(minutes=1), [held])):
        asides = queries.asides(house.hall, now).values()
        assert {t for aside in asides for t in aside.tickets} == set(left)
        assert queries.failed_slips(house.hall, now) == [first]
        assert queries.first_tier_waiting(house.hall, now) == [first]
        assert queries.quietly_recalled(house.hall) == [called]
        assert queries.tickets_by_number(house.hall, now, "a 001") == [held]
        figures = queries.hall_figures(house.hall, now)
        assert (figures["held"], figures["at_counters"], figures["slips_failed"]) == (1, 1, 1)
    assert queries.not_arrived(house.hall, later(10)) == [elsewhere]
    assert queries.not_arrived(house.hall, now) == []
    assert (figures["waiting"], figures["tickets"], figures["mean_wait"]) == (1, 0, None)

    todays = house.take("A", actor=guide, now=now)
    assert todays.number == held.number
    assert queries.tickets_by_number(house.hall, now, "A001") == [todays, held]
    assert queries.tickets_by_number(house.hall, now, passed.number) == []


def test_visit_of_yesterday_when_finished_today_then_counts_today() -> None:
    house = House()
    worker, counter = house.desk(1)
    ticket = house.at_desk(worker, counter, state="serving")
    tomorrow = MIDNIGHT + timedelta(minutes=1)
    services.finish(actor=worker, now=tomorrow, ticket=ticket)
    counts = [queries.done_by(house.hall, worker.membership_id, at) for at in (NOW, tomorrow)]
    assert counts == [0, 1]
