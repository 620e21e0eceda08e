"""The kiosk's pages: what is said before closing, purposes, and numbers for another."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from yichuang.people.models import User
from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import House, later

pytestmark = pytest.mark.django_db
EVENING = later(6 * 60 + 40)  # 16:40 in the hall


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def kiosk(house: House) -> Client:
    client = Client()
    machine = User.objects.get(username=house.actor("kiosk", kind="machine").key)
    client.force_login(machine, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("yichuang.kiosk.views.now", lambda: moment)


def test_take_when_it_closes_soon_then_said_with_the_choice_and_given_all_the_same(
    house: House, kiosk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.opens((9, 17))
    base = f"/kiosk/{house.hall.code}/take/"
    for wanted in ({"item": house.items["A"].code}, {"purpose": "ask"}):
        at(monkeypatch, later(5))
        assert "还是要等" not in kiosk.get(base, wanted).content.decode()
        at(monkeypatch, EVENING)
        text = kiosk.get(base, wanted).content.decode()
        for words in ("今天不一定办得完", "明天（星期二），09:00 到 17:00", "还是要等", "改天再来"):
            assert words in text
    done = kiosk.post(base, {"item": house.items["A"].code}, follow=True).content.decode()
    assert Ticket.objects.get().arrived_at == EVENING
    assert "取好了" in done and "今天不一定办得完" in done


def test_take_when_the_hall_is_open_round_the_clock_then_no_warning(
    house: House, kiosk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.opens((0, 24))
    at(monkeypatch, later(13 * 60 + 59))
    page = kiosk.get(f"/kiosk/{house.hall.code}/take/", {"item": house.items["A"].code})
    assert "还是要等" not in page.content.decode()


@pytest.mark.parametrize("purpose", ["ask", "supply", "collect", "pay", "report"])
def test_purpose_when_touched_on_the_first_screen_then_the_next_touch_gives_the_number(
    house: House, kiosk: Client, purpose: str
) -> None:
    base = f"/kiosk/{house.hall.code}/"
    address = f"{base}take/?purpose={purpose}"
    assert f'href="{address}"' in kiosk.get(base).content.decode()
    assert kiosk.get(address).status_code == 200
    assert kiosk.post(f"{base}take/", {"purpose": purpose}).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.purpose, ticket.queue.prefix) == (purpose, "Z")
    assert ticket.arrived_at is not None


OWN = {"identity_type": "resident_id", "identity_number": "110101199003070011", "who": "other"}


def taken(house: House, kiosk: Client, **given: str) -> int:
    sent = {"item": house.items["A"].code} | OWN | given
    return kiosk.post(f"/kiosk/{house.hall.code}/take/", sent).status_code


@pytest.mark.parametrize("kind", ["resident_id", "phone", "passport"])
def test_take_for_two_of_the_same_relation_by_their_numbers_then_two_tickets(
    house: House, kiosk: Client, kind: str
) -> None:
    numbers = {
        "resident_id": ("110101195503070016", "110101195603070011"),
        "phone": ("13900000011", "13900000012"),
        "passport": ("E12345678", "E12345679"),
    }[kind]
    for number in numbers:
        given = {"relation": "其他亲友", "for_kind": kind, "for_number": number}
        assert taken(house, kiosk, **given) == 302
    assert taken(house, kiosk, **given) == 409, "the second of them waits already"
    hashes = Ticket.objects.values_list("person_hash", flat=True)
    assert len(set(hashes)) == 2 and "" not in hashes


def test_take_for_two_of_the_same_relation_without_their_numbers_then_two_tickets(
    house: House, kiosk: Client
) -> None:
    """'Parents' may be two people; the agent's few places hold all the same."""
    for _ in range(house.hall.agent_tickets):
        assert taken(house, kiosk, relation="父母") == 302
    assert taken(house, kiosk, relation="父母") == 409
    assert set(Ticket.objects.values_list("live_key", flat=True)) == {None}


def test_take_for_an_old_parent_by_their_papers_then_their_age_counts(
    house: House, kiosk: Client
) -> None:
    born = {"relation": "父母", "for_kind": "resident_id", "for_number": "110101195003070015"}
    assert taken(house, kiosk, **born) == 302
    assert Ticket.objects.get().needs == ["older"]


def test_take_for_another_without_relation_or_number_then_asked_for(
    house: House, kiosk: Client
) -> None:
    assert taken(house, kiosk) == 422
    assert not Ticket.objects.exists()
