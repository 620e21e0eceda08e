"""A number on the phone: one press, everything else may stay empty."""

from __future__ import annotations

import pytest
from django.test import Client

from yichuang.kit.clock import now
from yichuang.tickets import queries
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


def test_take_when_the_codes_on_the_display_were_scanned_then_in_the_hall_of_the_display(
    client: Client,
) -> None:
    """With two halls; hall and code come along from the first page to the last."""
    other, house = House(), House()
    code = queries.arrival_code(house.hall, now())
    client.get(f"/?hall={house.hall.code}&code={code}")
    assert house.hall.name in client.get("/").content.decode()
    assert f'value="{code}"' in client.get("/take/ask/").content.decode()
    client.post("/take/ask/", {"code": code})
    ticket = Ticket.objects.get()
    assert (ticket.hall, bool(ticket.arrived_at)) == (house.hall, True)
    assert ticket.hall != other.hall


def test_take_when_this_phone_holds_one_for_the_same_then_said_and_another_can_be_taken(
    client: Client,
) -> None:
    house = House()
    client.get(f"/?hall={house.hall.code}")
    assert "您已有号" not in client.get("/take/ask/").content.decode()
    client.post("/take/ask/", {})
    first = Ticket.objects.get()
    page = client.get("/take/ask/").content.decode()
    assert f"您已有号 {first.number}" in page and f'href="/t/{first.public_id}/"' in page
    assert "您已有号" not in client.get("/take/pay/").content.decode(), "that is another thing"
    assert "您已有号" not in Client().get("/take/ask/").content.decode()
    assert client.post("/take/ask/", {"who": "other", "name": "王秀兰"}).status_code == 302
    assert Ticket.objects.count() == 2
    Ticket.objects.update(state="cancelled")
    assert "您已有号" not in client.get("/take/ask/").content.decode()


def test_arrive_when_the_code_was_scanned_then_it_is_filled_in(client: Client) -> None:
    house = House()
    client.post(f"/take/ask/?hall={house.hall.code}", {})
    ticket = Ticket.objects.get()
    code = queries.arrival_code(house.hall, now())
    client.get(f"/?hall={house.hall.code}&code={code}")
    assert f'value="{code}"' in client.get(f"/t/{ticket.public_id}/").content.decode()
