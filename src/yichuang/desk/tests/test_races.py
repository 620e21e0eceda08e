"""Two at once at the desk: what was done stays done when what follows is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from yichuang.kit.clock import now
from yichuang.tickets.models import Ticket

from .factories import Desk, logged_in

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def held(ticket: Ticket) -> Iterator[None]:
    """Somebody else has the row locked."""
    holding, let_go = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                list(Ticket.objects.select_for_update().filter(pk=ticket.pk))
                holding.set()
                assert let_go.wait(20)
        finally:
            connection.close()

    thread = Thread(target=hold)
    thread.start()
    try:
        assert holding.wait(20)
        yield
    finally:
        let_go.set()
        thread.join()


def test_finish_and_call_when_the_next_is_held_by_somebody_then_finished_and_told() -> None:
    desk = Desk()
    waiting = desk.house.take("A", actor=desk.house.guide(), now=now())
    client = logged_in(desk.owner)
    with held(waiting):
        address = f"/desk/ticket/{desk.public_id}/finish/"
        answer = client.post(address, {"call": "1", "_key": "k" * 20})
        assert (answer.status_code, answer["Location"]) == (302, "/desk/?missed=1")
        assert desk.ticket.state == "done"
        assert "没叫到下一位" in client.get("/desk/?missed=1").content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "waiting"
