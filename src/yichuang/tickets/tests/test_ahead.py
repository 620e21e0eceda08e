"""People ahead: never more are called before than were told, and no rise without a reason."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from yichuang.kit.errors import DomainError
from yichuang.tickets import queries, rules, services
from yichuang.tickets.models import Call, CounterState, Ticket, Visit
from yichuang.tickets.queries import ahead_of

from .factories import NOW, House, fresh, later
from .test_order import Row, _calls, _plain, _ticket, row

pytestmark = pytest.mark.django_db
SKILLS = {"0": "AB", "1": "ABZ"}
KINDS = (
    "ordinary",
    "older",
    "first",
    "errand",
    "postponed",
    "requeued",
    "anew",
    "transferred",
    "returned",
    "changed",
)
minutes = st.sampled_from([1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 90.0])


@st.composite
def people(draw: st.DrawFn) -> Row:
    kind, issued = draw(st.sampled_from(KINDS)), draw(minutes)
    one = row(
        draw(st.sampled_from("AAABZ")), issued, arrived=draw(st.sampled_from([True] * 5 + [False]))
    )
    since = issued * draw(st.sampled_from([0.1, 0.5, 0.9]))
    if kind in ("first", "errand"):
        return replace(one, tier=1 if kind == "first" else 2)
    if kind == "older":
        return replace(one, head_start=30)
    if kind in ("transferred", "returned"):
        counter = draw(st.sampled_from([None, 0, 1])) if kind == "transferred" else None
        return replace(one, in_line=False, front=since, directed=counter)
    if kind == "ordinary":
        return one
    if kind == "changed":
        return replace(one, in_line=False)
    tier, head_start = draw(st.sampled_from([(3, 0), (3, 0), (3, 30), (1, 0), (1, 30), (2, 0)]))
    counts = since if kind == "anew" else issued
    return replace(
        one, in_line=False, skipped=since, counts=counts, tier=tier, head_start=head_start
    )


@pytest.fixture
def place() -> tuple[House, Any, list[Any]]:
    house = House()
    worker, counter = house.desk(1, SKILLS["0"])
    _other, second = house.desk(2, SKILLS["1"])
    return house, worker, [counter, second, house.counter(3, "AB")]


def drain(
    waiting: list[rules.Waiting], house: House, turns: list[int], last: list[bool]
) -> dict[str, int]:
    """How many of its queue were called before each, at counters that might have called it."""
    last, order, now = [*last], [*turns], NOW
    lines = {
        c: [rules.Line(q, house.queues[q].mean_minutes) for q in skills]
        for c, skills in SKILLS.items()
    }
    before = {t.id: 0 for t in waiting}
    idle = 0
    while idle < len(SKILLS):
        c = str(order.pop() if order else (int(now.timestamp()) + idle) % len(SKILLS))
        now += timedelta(minutes=1)
        chosen = rules.choose(
            waiting, lines[c], counter=c, now=now, alpha=0.5, after_calls=3, last_ahead=last[int(c)]
        )
        idle = 0 if chosen else idle + 1
        if chosen is None:
            order.append(1 - int(c))
            continue
        last[int(c)] = chosen.rank in rules.AHEAD
        waiting = [
            replace(t, calls_since=t.calls_since + (t.queue == chosen.queue))
            for t in waiting
            if t is not chosen
        ]
        for t in waiting:
            if t.queue == chosen.queue and t.directed_to in (None, c):
                before[t.id] += 1
    return before


BEHIND = [row(minutes=m) for m in (30, 20, 10, 5)]
ALONE: dict[str, Any] = {"calls": [], "last": [False, False], "turns": [0] * 20}


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    waiting=st.lists(people(), max_size=14),
    calls=st.lists(st.tuples(st.sampled_from("ABZ"), minutes), max_size=4),
    turns=st.lists(st.integers(0, 1), max_size=20),
    last=st.lists(st.booleans(), min_size=2, max_size=2),
)
@example(waiting=[row(minutes=40, skipped=2, in_line=False), *BEHIND], **ALONE)
@example(waiting=[row(minutes=1, tier=1), *BEHIND], **ALONE | {"last": [True, True]})
@example(waiting=[row(minutes=1, tier=1), row(minutes=2, tier=1), *BEHIND], **ALONE)
@example(  # the first tier of another queue makes the turn of ours
    waiting=[row(minutes=1, tier=1), *[row("B", 20, tier=1)] * 3, *BEHIND], **ALONE
)
@example(  # the turns of the first tier while a postponed one waits for its calls
    waiting=[row(minutes=40, skipped=1, in_line=False), *[row(minutes=1, tier=1)] * 3, *BEHIND],
    **ALONE | {"last": [True, True]},
)
@example(waiting=[row(front=5, in_line=False), row(front=5, in_line=False), *BEHIND], **ALONE)
def test_never_more_are_called_before_than_were_told(
    place: tuple[House, Any, list[Any]],
    waiting: list[Row],
    calls: list[tuple[str, float]],
    turns: list[int],
    last: list[bool],
) -> None:
    house, worker, counters = place
    with transaction.atomic():
        for counter, ahead in zip(counters, last, strict=False):
            CounterState.objects.filter(pk=counter.pk).update(last_ahead=ahead)
        in_turn = sorted(waiting, key=lambda one: -one.issued)
        tickets = [_ticket(house, one, n, counters) for n, one in enumerate(in_turn)]
        Visit.objects.bulk_create([t.visit for t in tickets])
        Ticket.objects.bulk_create(tickets)
        _calls(house, worker, counters, calls)
        told = {str(t.id): ahead_of(t, NOW).people for t in tickets if t.arrived_at}
        names = {str(counter.pk): str(n) for n, counter in enumerate(counters)}
        values = [_plain(t, calls) for t in tickets]
        there = [replace(v, directed_to=names.get(v.directed_to or "")) for v in values]
        came = drain([v for v in there if v.arrived], house, turns, last)
        assert {k: (told[k], n) for k, n in came.items() if n > told[k]} == {}
        transaction.set_rollback(True)


def acts(house: House, dice: random.Random) -> list[Callable[[Any], object]]:
    """What may move people before others, each on the worker's or some ticket."""
    guide = house.guide()

    def some(**of: Any) -> Ticket | None:
        found = list(Ticket.objects.filter(hall=house.hall, **of).order_by("serial"))
        return fresh(dice.choice(found)) if found else None

    def on(service: Any, state: str, **more: Any) -> Callable[[Any], object]:
        def act(now: Any) -> object:
            ticket = some(state=state)
            return ticket and service(actor=guide, now=now, ticket=ticket, **more)

        return act

    def take(**more: Any) -> Callable[[Any], object]:
        return lambda now: house.take(dice.choice("AB"), actor=guide, now=now, **more)

    return [
        take(),
        take(),
        take(needs=["older"]),
        take(needs=["pregnant"]),
        take(purpose="collect"),
        on(services.postpone, "waiting"),
        on(services.postpone, "called"),
        on(services.requeue, "passed"),
        on(services.return_ticket, "sent_away"),
        on(services.change_item, "waiting", item=house.items["A"]),
        on(services.change_item, "waiting", item=house.items["B"]),
        on(services.mark_urgent, "waiting", reason="赶飞机", approved_by=house.boss),
    ]


def at_counter(worker: Any, counter: Any, dice: random.Random, house: House, now: Any) -> None:
    services.call_next(actor=worker, now=now, counter=counter)
    state = CounterState.objects.get(pk=counter.pk)
    if state.current_ticket_id is None:
        return
    ticket = fresh(Ticket.objects.get(pk=state.current_ticket_id))
    values: dict[str, Any] = {"actor": worker, "ticket": ticket, "now": now + timedelta(minutes=2)}
    what = dice.choice(["pass", "finish", "finish", "transfer", "away", "leave"])
    if what == "pass":
        services.pass_ticket(**values)
    elif what != "leave":
        services.start(**values)
        if what == "finish":
            services.finish(**values)
        elif what == "away":
            services.send_away(**values)
        else:
            services.transfer(**values, queue=house.queues[dice.choice("AB")], reason="材料在那边")


@pytest.mark.parametrize("seed", range(2))
def test_number_of_people_rises_only_with_a_line_that_says_why(seed: int) -> None:
    dice, house = random.Random(seed), House()
    house.boss = house.actor("manager").key
    desks = [house.desk(1, "A"), house.desk(2, "AB")]
    moves = acts(house, dice)
    told: dict[str, int] = {}
    rises = 0
    for n in range(90):
        now = later(n * 3)
        try:
            with transaction.atomic():
                if dice.random() < 0.4:
                    at_counter(*dice.choice(desks), dice, house, now)
                else:
                    dice.choice(moves)(now)
        except DomainError:
            continue
        for ticket in Ticket.objects.filter(hall=house.hall, state="waiting"):
            view = queries.ticket_view(fresh(ticket), now)
            before = told.get(view["id"])
            if before is not None and view["ahead"] > before:
                rises += 1
                assert view["why"], (ticket.number, before, view["ahead"])
            told[view["id"]] = view["ahead"]
    assert rises > 10


@pytest.mark.parametrize("mine", ["postponed", "urgent"])
def test_number_that_comes_to_another_queue_says_why_others_are_before_it(mine: str) -> None:
    """They were there before it all the time: neither later nor moved since."""
    house = House()
    house.boss = house.actor("manager").key
    guide, (worker, counter) = house.guide(), house.desk(1, "AB")
    values = {"actor": guide, "reason": "赶飞机", "approved_by": house.boss}
    others = [house.take("A", actor=guide, now=later(n)) for n in range(2)]
    if mine == "urgent":
        services.mark_urgent(ticket=others[0], now=later(2), **values)
    ticket = house.take("B", actor=guide, now=later(3))
    if mine == "urgent":
        services.mark_urgent(ticket=ticket, now=later(4), **values)
    else:
        services.postpone(actor=guide, now=later(4), ticket=ticket)
        Call.objects.bulk_create(
            Call(
                hall=house.hall,
                ticket=others[0],
                queue=house.queues[prefix],
                counter=counter,
                membership_id=worker.membership_id,
                called_at=later(5),
            )
            for prefix in "AAABBB"
        )
    assert queries.ticket_view(fresh(ticket), later(6))["ahead"] == 0
    services.change_item(actor=guide, now=later(7), ticket=ticket, item=house.items["A"])
    seen = queries.ticket_view(fresh(ticket), later(8))
    assert (seen["ahead"] > 0, bool(seen["why"])) == (True, True)
