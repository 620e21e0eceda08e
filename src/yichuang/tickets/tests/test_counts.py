"""Statements of each service, beside BEGIN and COMMIT: a visit over HTTP has 55 in all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yichuang.kit.actors import citizen
from yichuang.places import queries as places
from yichuang.tickets import queries, services

from .factories import NOW, House, later

pytestmark = pytest.mark.django_db
# Services include the one statement of their events.
COUNTS = {
    "take": 2,
    "arrive": 4,
    "call_next": 1,
    "recall": 3,
    "start": 3,
    "finish": 4,
    "pass": 4,
    "hold": 4,
    "resume": 5,
}


@contextmanager
def counted(name: str, expected: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as found:
        yield
    sql = [q["sql"] for q in found if "SAVEPOINT" not in q["sql"]]
    assert len(sql) == expected, f"{name}: {len(sql)}\n" + "\n".join(s[:160] for s in sql)


@pytest.fixture
def house() -> House:
    house = House()
    queries.queue_waits(house.hall, NOW)  # measured durations are kept for some seconds
    places.closes_in(house.hall, NOW)  # and the hall's hours for a minute
    return house


def test_statements_of_a_visit(house: House) -> None:
    worker, counter = house.desk(1, "AB")
    code = queries.arrival_code(house.hall, NOW)
    me = citizen("device-0123456789012345")
    with counted("take", COUNTS["take"]):
        taken = house.taken("A", actor=me, phone="13900000000", code=code)
    values: dict[str, Any] = {"actor": worker, "now": later(1)}
    with counted("call_next", COUNTS["call_next"]):
        ticket = services.call_next(**values, counter=counter.pk)
    public_id = taken.ticket.public_id
    for name in ("recall", "start", "hold", "resume", "finish"):
        with counted(name, COUNTS[name]):
            ticket = getattr(services, name)(**values, ticket=public_id)
    assert ticket is not None
    with counted("view", 0):
        queries.ticket_view(ticket, later(1), actor=worker)


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_of_reading_do_not_grow_with_rows(house: House, rows: int) -> None:
    guide = house.guide()
    desks = [house.desk(n + 1, "AB") for n in range(rows)]
    tickets = [house.take("A", actor=guide) for _ in range(2 * rows)]
    for worker, counter in desks:
        services.call_next(actor=worker, now=NOW, counter=counter)
    with counted("ticket", 2):
        queries.ticket_view(queries.get_ticket_for(guide, tickets[-1].public_id), NOW)
    with counted("board", 3):
        assert queries.board(house.hall, NOW)["waiting"] == rows
    with counted("counter", 3):
        queries.counter_view(desks[0][1], NOW, actor=desks[0][0])
    with counted("next", 2):
        assert len(queries.next_tickets(desks[0][1], NOW)) == rows
    line, waiting = queries.line_of(desks[0][1], NOW, limit=1)
    assert (len(line), waiting) == (1, rows), "the limit is none of the count"
    with counted("figures", 3):
        queries.hall_figures(house.hall, NOW)
