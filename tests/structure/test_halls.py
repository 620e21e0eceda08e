"""No query of a capability crosses halls, but for those declared here (design: a hall can be moved)."""

from __future__ import annotations

from pathlib import Path

import pytest

from .looking import MODULES, SOURCE, crossings

# module:function or constant → why it may see every hall.
CROSSING = {
    "live/reader.py:_NEW": "the halls that somebody listens for, each named in the parameter",
    "people/queries.py:_WHO_HOLDS": "who asks: their hall is known only then",
    "people/queries.py:actor_for_user": "who asks: their hall is known only then",
    "people/queries.py:works_elsewhere": "whether an account opens another hall, too",
    "places/queries/rooms.py:hall_loaded": "readiness of the installation",
    "places/queries/rooms.py:halls": "which hall, in portal and API; recurring jobs go hall by hall",
}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_query_stays_in_its_hall_or_is_declared(path: Path) -> None:
    undeclared = crossings(path) - {*CROSSING}
    assert not undeclared, f"name the hall or a key, or declare why not: {sorted(undeclared)}"


def test_declared_crossings_are_there_and_do_cross() -> None:
    for name, reason in CROSSING.items():
        assert reason
        assert name in crossings(SOURCE / name.partition(":")[0]), f"strike it off: {name}"


KEPT_INSIDE = {
    "by its hall": "Ticket.objects.filter(hall=hall, state='waiting').count()",
    "by a row": "Ticket.objects.select_related('hall').get(public_id=name)",
    "by what belongs to it": "Requirement.objects.filter(case_id=case).order_by('order')",
    "by a name that goes on": "rows = Ticket.objects.all()\n    rows.filter(hall=hall)",
    "by a hall of what is joined": "CounterQueue.objects.filter(counter__hall=hall)",
    "of no hall": "Item.objects.filter(code='x')",
    "in SQL": "run('SELECT FROM tickets_ticket t WHERE t.hall_id = %(hall)s')",
    "in SQL by a join": (
        "run('SELECT FROM tickets_ticket t JOIN tickets_call c ON c.ticket_id = t.id"
        " WHERE t.id = %s')"
    ),
}
CROSSES = {
    "by a state": "Ticket.objects.filter(state='waiting').count()",
    "by a time": "Ticket.objects.filter(hall__isnull=False, issued_at__lt=now)",
    "by nothing": "rows = Ticket.objects.order_by('id')\n    rows.count()",
    "by another query's hall": (
        "Visit.objects.filter(hall=hall)\n    Ticket.objects.filter(day=day)"
    ),
    "by an account": "user.memberships.all()",
    "in SQL": "run('SELECT count(*) FROM tickets_ticket WHERE state = %s')",
    "in SQL by a join": (
        "run('SELECT FROM tickets_ticket t JOIN tickets_call c ON c.ticket_id = t.id"
        " WHERE t.day = %s')"
    ),
    "in SQL within another": (
        "run('SELECT (SELECT count(*) FROM tickets_ticket WHERE day = %s) FROM places_hall"
        " WHERE id = %s')"
    ),
    "in SQL beside another": (
        "run('SELECT id FROM tickets_call WHERE hall_id = %s UNION"
        " SELECT id FROM tickets_call WHERE called_at > %s')"
    ),
    "in SQL but for a case": (
        "run('SELECT CASE WHEN t.queue_id = %s THEN 1 END FROM tickets_ticket t WHERE t.day = %s')"
    ),
}


@pytest.mark.parametrize("body", KEPT_INSIDE.values(), ids=KEPT_INSIDE)
def test_query_that_names_its_hall_passes(body: str) -> None:
    assert not crossings(SOURCE / "tickets" / "tasks.py", f"def look():\n    {body}\n")


@pytest.mark.parametrize("body", CROSSES.values(), ids=CROSSES)
def test_query_that_names_none_is_found(body: str) -> None:
    found = crossings(SOURCE / "tickets" / "tasks.py", f"def look():\n    {body}\n")
    assert found == {"tickets/tasks.py:look"}
