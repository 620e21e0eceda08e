"""Real threads on real connections. Which lock or constraint holds each is said in its docstring;
each was taken out once and the test then failed (docs/adr/0003-locks-of-tickets.md)."""

from __future__ import annotations

from collections import Counter as Count
from functools import partial
from itertools import pairwise
from threading import Event as Event_
from threading import Timer

import pytest
from django.db import transaction
from django.test import override_settings

from yichuang.kit.actors import Actor, citizen
from yichuang.kit.errors import DomainError
from yichuang.kit.events.models import Event
from yichuang.kit.models import Serial
from yichuang.tickets import services
from yichuang.tickets.models import Call, CounterState, Ticket

from .factories import House, later
from .racing import THREADS, codes, race, wait_until_waiting

pytestmark = pytest.mark.django_db(transaction=True)


def check_invariants(house: House) -> None:
    """What must hold after any race: events without a gap, a ticket at one counter at most."""
    seqs = list(
        Event.objects.filter(hall_id=house.hall.id, stream="main")
        .order_by("seq")
        .values_list("seq", flat=True)
    )
    assert seqs == list(range(1, len(seqs) + 1))
    at = dict(
        CounterState.objects.filter(hall=house.hall, current_ticket__isnull=False).values_list(
            "counter_id", "current_ticket_id"
        )
    )
    mine = dict(
        Ticket.objects.filter(hall=house.hall, at_counter__isnull=False).values_list(
            "at_counter_id", "id"
        )
    )
    assert at == mine


def test_taking_numbers_without_double_or_gap() -> None:
    """kit.numbering's row of hall, queue and day, locked until the commit."""
    house = House()
    works = [partial(house.taken, "AB"[n % 2], phone=f"1390000{n:04d}") for n in range(THREADS)]
    results = race(works)
    assert codes(results) == []
    for prefix in "AB":
        serials = sorted(Ticket.objects.filter(queue=house.queues[prefix]).values_list("serial"))
        assert [s for (s,) in serials] == list(range(1, THREADS // 2 + 1))
    assert Serial.objects.filter(hall_id=house.hall.id).count() == 2
    check_invariants(house)


def test_same_person_taking_holds_one_ticket() -> None:
    """live_key is unique: the look before it sees no uncommitted row."""
    house = House()
    results = race([partial(house.taken, "A", phone="13900000000")] * THREADS)
    assert codes(results) == ["already_waiting"] * (THREADS - 1)
    assert [t.number for t in Ticket.objects.filter(hall=house.hall)] == ["A001"]
    check_invariants(house)


def test_agent_taking_holds_at_most_three() -> None:
    """agent_key is unique for each of the hall's places; who loses one is refused."""
    house = House()
    works = [
        partial(
            house.taken,
            "A",
            actor=citizen(f"device-{n}-0123456789012"),
            identity={"type": "passport", "number": "E12345678"},
            represents={"name": f"委托人{n}"},
        )
        for n in range(THREADS)
    ]
    results = race(works)
    held = Ticket.objects.filter(hall=house.hall).count()
    assert 1 <= held <= house.hall.agent_tickets
    assert set(codes(results)) <= {"agent_limit", "already_waiting"}
    check_invariants(house)


@pytest.mark.parametrize("waiting", [10, 64])
def test_calling_gives_each_ticket_to_one_counter(waiting: int) -> None:
    """The ticket's row lock with state and version on the locked alias (services/choosing.py)."""
    house = House()
    desks = [house.desk(n + 1, "AB") for n in range(THREADS)]
    guide = house.guide()
    for n in range(waiting):
        house.take("AB"[n % 2], actor=guide)
    results = race([partial(_call, *desk) for desk in desks])
    called = [t.number for t in results if isinstance(t, Ticket)]
    assert codes(results) == []
    assert len(called) == len(set(called)) == min(waiting, THREADS)
    # B is quicker to serve: with equal waits its line comes first, each line in number order.
    best = [f"B{n:03d}" for n in range(1, waiting // 2 + 1)]
    best += [f"A{n:03d}" for n in range(1, waiting // 2 + 1)]
    assert sorted(called) == sorted(best[:THREADS])
    check_invariants(house)


def test_ticket_held_by_somebody_is_skipped_or_waited_for() -> None:
    """SKIP LOCKED at the first look; the second look waits when nobody else is left."""
    house = House()
    desks = [house.desk(n + 1) for n in range(2)]
    guide = house.guide()
    first, second = house.take("A", actor=guide), house.take("A", actor=guide)
    holding, let_go = Event_(), Event_()

    def hold() -> None:
        with transaction.atomic():
            list(Ticket.objects.select_for_update().filter(pk=first.pk))
            holding.set()
            assert let_go.wait(20)

    def call_both() -> list[str]:
        assert holding.wait(20)
        skipped = _call(*desks[0])
        Timer(0.3, let_go.set).start()
        waited = _call(*desks[1])
        return [t.number for t in (skipped, waited) if t]

    results = race([hold, call_both])
    assert results[1] == [second.number, first.number]
    check_invariants(house)


def test_ticket_changed_while_the_counter_was_waited_for_falls_out() -> None:
    """The version on the locked alias: the order was made of what the row said before."""
    house = House()
    worker, counter = house.desk(1)
    guide = house.guide()
    first, second = house.taken("A", phone="13900000001"), house.take("A", actor=guide)
    services.arrive(actor=guide, now=later(), ticket=first.ticket)
    holding, let_go = Event_(), Event_()

    def hold() -> None:
        with transaction.atomic():
            list(CounterState.objects.select_for_update().filter(counter=counter))
            holding.set()
            assert let_go.wait(20)

    def change() -> None:
        try:
            wait_until_waiting()
            name = first.ticket.public_id
            services.postpone(actor=citizen(), now=later(1), ticket=name, secret=first.secret)
        finally:
            let_go.set()

    def call() -> Ticket | None:
        assert holding.wait(20)
        return _call(worker, counter)

    assert race([hold, change, call])[2] == second
    check_invariants(house)


def test_ticket_held_too_long_is_said_and_the_counter_stays_free() -> None:
    """The wait for a row is short: the worker is asked to press again, and nothing has changed."""
    house = House()
    desk = house.desk(1)
    ticket = house.take("A", actor=house.guide())
    holding, let_go = Event_(), Event_()

    def hold() -> None:
        with transaction.atomic():
            list(Ticket.objects.select_for_update().filter(pk=ticket.pk))
            holding.set()
            assert let_go.wait(20)

    def call() -> str | None:
        assert holding.wait(20)
        try:
            with override_settings(LOCK_TIMEOUT_MS=50):
                _call(*desk)
        except DomainError as refusal:
            return refusal.code
        finally:
            let_go.set()
        return None

    assert race([hold, call])[1] == "try_again"
    assert _call(*desk) == ticket
    check_invariants(house)


def _call(worker: Actor, counter: object) -> Ticket | None:
    return services.call_next(actor=worker, now=later(5), counter=counter)  # type: ignore[arg-type]


def test_pressing_twice_calls_once() -> None:
    """The counter's row is locked and must be free."""
    house = House()
    worker, counter = house.desk(1)
    guide = house.guide()
    for _ in range(THREADS):
        house.take("A", actor=guide)
    results = race([partial(_call, worker, counter)] * THREADS)
    assert [t.number for t in results if isinstance(t, Ticket)] == ["A001"]
    assert codes(results) == ["counter_busy"] * (THREADS - 1)
    check_invariants(house)


def test_first_tier_never_twice_in_a_row_while_others_wait() -> None:
    """The counter's row carries the last call, read under its lock; breaches are counted."""
    house = House()
    desks = [house.desk(n + 1) for n in range(8)]
    guide = house.guide()
    for n in range(80):
        house.take("A", actor=guide, needs=["wheelchair"] if n % 2 else [])

    def work(worker: Actor, counter: object) -> None:
        for _ in range(8):
            ticket = _call(worker, counter)
            assert ticket is not None
            services.start(actor=worker, now=later(6), ticket=ticket)
            services.finish(actor=worker, now=later(7), ticket=ticket)

    race([partial(work, *desk) for desk in desks])
    breaches = 0
    for _worker, counter in desks:
        calls = Call.objects.filter(counter=counter).order_by("id").select_related("ticket")
        breaches += sum(a.ticket.tier == b.ticket.tier == 1 for a, b in pairwise(calls))
    assert Call.objects.filter(hall=house.hall).count() == 64
    assert breaches == 0  # 40 ordinary ones wait, so one always waited
    check_invariants(house)


def test_passing_once_and_finishing_once() -> None:
    """The ticket's row lock before its state is read."""
    house = House()
    worker, counter = house.desk(1)
    ticket = house.at_desk(worker, counter)
    late = later(10)
    passing = [partial(services.pass_ticket, actor=worker, now=late, ticket=ticket)] * 16
    starting = [partial(services.start, actor=worker, now=late, ticket=ticket)] * 16
    results = race([*passing, *starting])
    assert codes(results) == ["not_allowed"] * (THREADS - 1)
    ticket.refresh_from_db()
    if ticket.state == "passed":
        services.requeue(actor=worker, now=late, ticket=ticket)
        services.call_next(actor=worker, now=late, counter=counter)
        services.start(actor=worker, now=late, ticket=ticket)
    results = race([partial(services.finish, actor=worker, now=late, ticket=ticket)] * THREADS)
    assert codes(results) == ["not_allowed"] * (THREADS - 1)
    assert Event.objects.filter(subject=str(ticket.id), name="ticket.finished").count() == 1
    check_invariants(house)


def test_everything_at_once_ends_without_deadlock() -> None:
    """Tickets before counters, the serial and the head of events last: one order for all."""
    house = House()
    desks = [house.desk(n + 1, "AB") for n in range(16)]
    guide = house.guide()
    taken = [house.taken("AB"[n % 2], phone=f"1380000{n:04d}") for n in range(32)]
    for one in taken:
        services.arrive(actor=guide, now=later(), ticket=one.ticket)

    def serve(n: int) -> list[str]:
        worker, counter = desks[n]
        seen = []
        for step in range(6):
            try:
                ticket = services.call_next(actor=worker, now=later(step + 1), counter=counter)
                if ticket is None:
                    continue
                seen.append(ticket.number)
                services.start(actor=worker, now=later(step + 1), ticket=ticket)
                if step % 3 == 1:
                    target = house.queues["BA"[n % 2]]
                    services.transfer(
                        actor=worker, now=later(step + 1), ticket=ticket, queue=target, reason="转"
                    )
                else:
                    services.finish(actor=worker, now=later(step + 2), ticket=ticket)
            except DomainError as refusal:
                assert refusal.code in ("not_allowed", "not_your_ticket"), refusal
                _leave(worker, counter)
        return seen

    def postpone(n: int) -> None:
        stranger = citizen(f"device-{n}-0123456789")
        for one in taken[n::16]:
            try:
                services.postpone(
                    actor=stranger, now=later(3), ticket=one.ticket.public_id, secret=one.secret
                )
            except DomainError as refusal:
                assert refusal.code == "not_allowed"

    results = race(
        [partial(serve, n) for n in range(16)] + [partial(postpone, n) for n in range(16)]
    )
    assert codes(results) == []
    states = Count(Ticket.objects.filter(hall=house.hall).values_list("state", flat=True))
    assert sum(states.values()) == 32
    assert states["called"] == 0 or states["done"] > 0
    check_invariants(house)


def _leave(worker: Actor, counter: object) -> None:
    """Somebody postponed the ticket that was just called: the counter must be free again."""
    state = CounterState.objects.get(counter=counter)
    if state.current_ticket:
        services.pass_ticket(actor=worker, now=later(30), ticket=state.current_ticket)


def test_two_workers_opening_one_counter() -> None:
    """The counter's row lock; a worker's second counter is stopped by the unique membership."""
    house = House()
    manager, counter = house.desk(1)
    services.close_counter(actor=manager, now=later(), counter=counter)
    workers = [house.actor("worker", "A") for _ in range(THREADS)]
    results = race(
        [
            partial(services.open_counter, actor=worker, now=later(), counter=counter)
            for worker in workers
        ]
    )
    assert codes(results) == ["counter_taken"] * (THREADS - 1)
    one = house.actor("worker", "A")
    counters = [house.counter(n + 2) for n in range(THREADS)]
    results = race(
        [partial(services.open_counter, actor=one, now=later(), counter=c) for c in counters]
    )
    assert codes(results) == ["counter_elsewhere"] * (THREADS - 1)
    check_invariants(house)
