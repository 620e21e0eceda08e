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
