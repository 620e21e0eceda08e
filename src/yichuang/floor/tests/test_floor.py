"""The floor guide's page: who is shown, and what may be done for them."""

from __future__ import annotations

import pytest
from django.test import Client

from yichuang.devices.models import Printer
from yichuang.kit.clock import now
from yichuang.people.models import User
from yichuang.tickets import services
from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def logged_in(house: House, role: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=house.actor(role).key),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def taken(house: House) -> Ticket:
    kiosk = house.actor("kiosk", kind="machine")
    return services.take_ticket(
        actor=kiosk, now=now(), hall=house.hall, channel="kiosk", item=house.items["A"]
    ).ticket


def act(client: Client, ticket: Ticket, action: str) -> str:
    answer = client.post(f"/floor/ticket/{ticket.public_id}/{action}/", follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_floor_when_a_slip_failed_then_shown_and_printed_again(house: House) -> None:
    Printer.objects.create(hall=house.hall, name="一楼打印机", host="127.0.0.1", port=9100)
    ticket = taken(house)
    services.note_slip(now=now(), ticket=ticket, printed=False, reason="paper")
    client = logged_in(house, "guide")
    assert "纸号没打出来" in client.get("/floor/").content.decode()
    act(client, ticket, "reprint")
    ticket.refresh_from_db()
    assert ticket.slip == "queued"
    assert "纸号没打出来" not in client.get("/floor/").content.decode()


def test_floor_when_no_printer_is_there_then_told_and_nothing_changes(house: House) -> None:
    ticket = taken(house)
    assert "大厅没有接打印机" in act(logged_in(house, "guide"), ticket, "reprint")
    ticket.refresh_from_db()
    assert ticket.slip == "none"


def test_floor_when_an_action_is_unknown_then_404(house: House) -> None:
    client = logged_in(house, "guide")
    answer = client.post(f"/floor/ticket/{taken(house).public_id}/finish/")
    assert answer.status_code == 404


def test_floor_when_the_ticket_is_another_halls_then_404(house: House) -> None:
    elsewhere = taken(House())
    answer = logged_in(house, "guide").post(f"/floor/ticket/{elsewhere.public_id}/cancel/")
    assert answer.status_code == 404


@pytest.mark.parametrize("role", ["worker", "auditor", "kiosk"])
def test_floor_when_no_guide_asks_then_403(house: House, role: str) -> None:
    assert logged_in(house, role).get("/floor/").status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_floor_when_more_people_wait_then_no_more_queries(
    house: House, people: int, django_assert_num_queries: object
) -> None:
    for _ in range(people):
        taken(house)
    client = logged_in(house, "guide")
    client.get("/floor/")
    with django_assert_num_queries(12):  # type: ignore[operator]
        client.get("/floor/")
