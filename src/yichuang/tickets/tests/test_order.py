"""The statement that calls and rules.choose() choose the same ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from yichuang.kit.ids import new_id
from yichuang.tickets import rules
from yichuang.tickets.models import Call, CounterState, Ticket, Visit
from yichuang.tickets.services.choosing import take_best

from .factories import NOW, House

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
PREFIXES = "ABZ"

# Minutes before NOW, coarse enough for ties; below 0: the clock was set back.
ago = st.sampled_from([-5.0, 0.0, 1.0, 5.0, 10.0, 20.0, 20.5, 40.0, 90.0])


@dataclass(frozen=True)
class Row:
    queue: str
    issued: float
    counts: float
    yesterday: bool
    arrived: bool
    tier: int
    head_start: int
    in_line: bool
    front: float | None
    directed: int | None  # 0 this counter, 1 another open one, 2 a closed one
    skipped: float | None


@st.composite
def rows(draw: st.DrawFn) -> Row:
    front = draw(st.none() | st.none() | ago)
    issued = draw(ago)
    skipped = draw(st.none() | st.none() | ago)
    return Row(
        queue=draw(st.sampled_from(PREFIXES)),
        issued=issued,
        counts=draw(st.sampled_from([issued, issued, max(0.0, issued - 10)])),
        yesterday=draw(st.sampled_from([False, False, False, True])),
        arrived=draw(st.sampled_from([True, True, True, False])),
        tier=draw(st.sampled_from([3, 3, 3, 2, 1])),
        head_start=draw(st.sampled_from([0, 0, 30])),
        in_line=skipped is None and draw(st.sampled_from([True, True, False])),
        front=front,
        directed=draw(st.none() | st.sampled_from([0, 1, 2])) if front is not None else None,
        skipped=None if front is not None else skipped,
    )


def row(queue: str = "A", minutes: float = 10, **more: object) -> Row:
    """An ordinary ticket that waits in its line, but for what is said."""
    plain = {"counts": minutes, "yesterday": False, "arrived": True, "tier": 3, "head_start": 0}
    rest = {"in_line": True, "front": None, "directed": None, "skipped": None}
    return Row(queue, minutes, **plain | rest | more)  # type: ignore[arg-type]


# One for each word of the order: no random draw is needed to see it gone.
ONE_BY_ONE = {
    "a lower tier is called first": [row(minutes=40), row(minutes=1, tier=1, in_line=False)],
    "who was put first goes before it": [row(tier=1, in_line=False), row(minutes=1, front=1)],
    "and of two so put the earlier": [row(front=5), row(front=20)],
    "a line is called by number, whatever the clock did": [row(minutes=5), row(minutes=20)],
    "also where the points are equal": [row(minutes=5, counts=10), row(minutes=20, counts=10)],
    "yesterday's number is before today's": [row(), row(yesterday=True)],
    "outside a line the longer wait": [row(minutes=5, in_line=False), row(minutes=20)],
    "a shorter service counts more": [row("A", 10), row("B", 10)],
    "a head start counts as waiting": [row(minutes=20), row(minutes=5, head_start=30)],
    "who has not arrived is not there": [row(minutes=40, arrived=False), row(minutes=1)],
    "who was sent to another counter, neither": [row(front=5, directed=1), row(minutes=1)],
    "but for a closed one": [row(front=5, directed=2), row(minutes=1)],
    "a queue that is not served here": [row("Z", 90), row("A", 1)],
    "who was skipped waits for others": [row(minutes=40, skipped=5, in_line=False), row(minutes=1)],
    "unless nobody else is there": [row(minutes=40, skipped=5, in_line=False), row("B", 1)],
}


def before(minutes: float | None) -> object:
    return None if minutes is None else NOW - timedelta(minutes=minutes)


@pytest.fixture
def place() -> tuple[House, object, list[object]]:
    house = House()
    worker, counter = house.desk(1, "AB")
    _other, open_one = house.desk(2, "ABZ")
    return house, worker, [counter, open_one, house.counter(3, "AB")]


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    waiting=st.lists(rows(), max_size=14),
    calls=st.lists(st.tuples(st.sampled_from(PREFIXES), ago), max_size=6),
    alpha=st.sampled_from([0.0, 0.5, 1.0]),
    last_ahead=st.booleans(),
)
@example(  # a tie in points: the earlier issue, though its number is higher
    waiting=[
        Row("A", 5, 10, False, True, 3, 30, False, None, None, None),
        Row("A", 20, 10, False, True, 3, 30, False, None, None, None),
    ],
    calls=[],
    alpha=0.5,
    last_ahead=False,
)
@example(waiting=[], calls=[], alpha=0.5, last_ahead=True)
def test_statement_and_rules_choose_the_same(
    place: tuple, waiting: list[Row], calls: list[tuple[str, float]], alpha: float, last_ahead: bool
) -> None:
    check_same(place, waiting, calls, alpha, last_ahead)


@pytest.mark.parametrize("calls", [[], [("A", 1.0)] * 9], ids=["", "after calls"])
@pytest.mark.parametrize("last_ahead", [False, True], ids=["", "after one ahead"])
@pytest.mark.parametrize("waiting", ONE_BY_ONE.values(), ids=ONE_BY_ONE)
def test_each_word_of_the_order_is_said_by_both(
    place: tuple, waiting: list[Row], calls: list[tuple[str, float]], last_ahead: bool
) -> None:
    check_same(place, waiting, calls, 0.5, last_ahead)


def check_same(
    place: tuple, waiting: list[Row], calls: list[tuple[str, float]], alpha: float, last_ahead: bool
) -> None:
    house, worker, counters = place
    with transaction.atomic():
        house.hall.alpha = alpha
        house.hall.save()
        CounterState.objects.filter(pk=counters[0].pk).update(last_ahead=last_ahead)
        tickets = [_ticket(house, row, n, counters) for n, row in enumerate(waiting)]
        Visit.objects.bulk_create([t.visit for t in tickets])
        Ticket.objects.bulk_create(tickets)
        _calls(house, worker, counters, calls)
        chosen = take_best(worker, counters[0].pk, NOW)
        expected = rules.choose(
            [_plain(t, calls) for t in tickets],
            [rules.Line(p, house.queues[p].mean_minutes) for p in "AB"],
            counter=str(counters[0].pk),
            now=NOW,
            alpha=alpha,
            after_calls=house.hall.requeue_after_calls,
            last_ahead=last_ahead,
        )
        assert str(chosen and chosen.pk) == (expected.id if expected else "None")
        transaction.set_rollback(True)


def _ticket(house: House, row: Row, n: int, counters: list) -> Ticket:
    day = DAY - timedelta(days=1) if row.yesterday else DAY
    return Ticket(
        hall=house.hall,
        visit=Visit(hall=house.hall, day=day),
        day=day,
        number=f"{row.queue}{n + 1:03d}",
        serial=n + 1,
        queue=house.queues[row.queue],
        purpose="handle",
        channel="guide",
        issued_at=before(row.issued),
        counts_from=before(row.counts),
        arrived_at=before(row.issued) if row.arrived else None,
        tier=row.tier,
        head_start=row.head_start,
        in_line=row.in_line,
        front="urgent" if row.front is not None else "",
        front_at=before(row.front),
        directed_to=None if row.directed is None else counters[row.directed],
        skipped_at=before(row.skipped),
    )


def _calls(house: House, worker: object, counters: list, calls: list[tuple[str, float]]) -> None:
    visit = Visit.objects.create(hall=house.hall, day=DAY)
    done = _ticket(house, Row("Z", 1, 1, False, True, 3, 0, True, None, None, None), 998, counters)
    done.visit, done.state, done.ended_at = visit, "done", NOW
    done.save(force_insert=True)
    Call.objects.bulk_create(
        Call(
            id=new_id(),
            hall=house.hall,
            ticket=done,
            queue=house.queues[prefix],
            counter=counters[1],
            membership_id=worker.membership_id,
            called_at=before(at),
        )
        for prefix, at in calls
    )


def _plain(t: Ticket, calls: list[tuple[str, float]]) -> rules.Waiting:
    prefix = t.queue.prefix
    since = [p for p, at in calls if p == prefix and t.skipped_at and before(at) > t.skipped_at]
    closed = t.directed_to is not None and t.directed_to.number == 3
    return rules.Waiting(
        id=str(t.id),
        queue=prefix,
        day=t.day,
        serial=t.serial,
        issued_at=t.issued_at,
        counts_from=t.counts_from,
        arrived=t.arrived_at is not None,
        tier=t.tier,
        head_start=t.head_start,
        in_line=t.in_line,
        front_at=t.front_at,
        directed_to=None if t.directed_to is None or closed else str(t.directed_to_id),
        skipped_at=t.skipped_at,
        calls_since=len(since),
    )
