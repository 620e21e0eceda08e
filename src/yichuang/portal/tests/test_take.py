"""A number on the phone: one press, everything else may stay empty."""

from __future__ import annotations

import pytest
from django.test import Client

from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import House

pytestmark = pytest.mark.django_db


def test_take_when_asked_then_shown_and_nothing_taken(client: Client) -> None:
    house = House()
    assert client.get(f"/take/ask/?hall={house.hall.code}").status_code == 200
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"who": "me"}, {"who": "", "code": ""}])
def test_take_when_pressed_then_taken_however_little_is_sent(
    client: Client, sent: dict[str, str]
) -> None:
    """An empty body is a press all the same, and no second look at the page."""
    house = House()
    answer = client.post(f"/take/ask/?hall={house.hall.code}", sent)
    ticket = Ticket.objects.get(hall=house.hall)
    assert (answer.status_code, answer["Location"]) == (302, f"/t/{ticket.public_id}/")


def test_take_when_the_name_is_missing_then_said_beside_it(client: Client) -> None:
    house = House()
    answer = client.post(f"/take/ask/?hall={house.hall.code}", {"who": "other"})
    assert answer.status_code == 422
    assert "请填替谁办" in answer.content.decode()
    assert not Ticket.objects.exists()
