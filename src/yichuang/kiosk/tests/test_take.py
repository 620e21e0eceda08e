"""One press takes a number; what is taken stands in the address and in the form."""

from __future__ import annotations

import pytest
from django.test import Client

from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import House

pytestmark = pytest.mark.django_db


def test_take_when_asked_then_shown_and_nothing_taken(client: Client) -> None:
    house = House()
    page = client.get(f"/kiosk/{house.hall.code}/take/?purpose=ask")
    assert page.status_code == 200
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"purpose": "ask"}, {"who": "me", "needs": ["infant"]}])
def test_take_when_pressed_then_taken_however_little_is_sent(
    client: Client, sent: dict[str, object]
) -> None:
    """An empty body is a press all the same, and no second look at the page."""
    house = House()
    answer = client.post(f"/kiosk/{house.hall.code}/take/?purpose=ask", sent)
    ticket = Ticket.objects.get(hall=house.hall)
    assert answer.status_code == 302
    assert answer["Location"] == f"/kiosk/{house.hall.code}/done/{ticket.public_id}/"


def test_take_when_the_name_is_missing_then_said_beside_it(client: Client) -> None:
    house = House()
    answer = client.post(f"/kiosk/{house.hall.code}/take/?purpose=ask", {"who": "other"})
    assert answer.status_code == 422
    assert "请填替谁办" in answer.content.decode()
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("query", ["", "?purpose=handle", "?item=nothing"])
def test_take_when_nothing_the_hall_has_is_named_then_404(client: Client, query: str) -> None:
    house = House()
    assert client.post(f"/kiosk/{house.hall.code}/take/{query}").status_code == 404
    assert not Ticket.objects.exists()
