"""Before closing the phone says that it may be too late, and gives the number all the same."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import House, later

pytestmark = pytest.mark.django_db
EVENING = later(6 * 60 + 40)  # 16:40 in the hall


@pytest.fixture
def house() -> House:
    return House()


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    for view in ("take", "ticket"):
        monkeypatch.setattr(f"yichuang.portal.views.{view}.now", lambda: moment)


def page(house: House, address: str) -> str:
    client = Client()
    client.cookies["hall"] = house.hall.code
    return str(client.get(address).content.decode())


def test_take_when_it_closes_soon_then_said_with_the_choice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.opens((9, 17))
    address = "/take/ask/"
    at(monkeypatch, later(5))
    assert "还是要等" not in page(house, address)
    at(monkeypatch, EVENING)
    text = page(house, address)
    for words in ("今天不一定办得完", "20 分钟后关门", "明天（星期二），09:00 到 17:00"):
        assert text.count(words) == 1
    assert "还是要等，取号" in text and "改天再来" in text


def test_take_when_it_closes_soon_then_whoever_waits_gets_the_number_and_the_page_says_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.opens((9, 17))
    at(monkeypatch, EVENING)
    client = Client()
    client.cookies["hall"] = house.hall.code
    answer = client.post("/take/supply/", {"who": "me"}, follow=True)
    assert Ticket.objects.get().state == "waiting"
    assert "今天不一定办得完" in answer.content.decode()
    at(monkeypatch, later(5))
    assert "今天不一定办得完" not in client.get(answer.redirect_chain[0][0]).content.decode()


def test_take_when_the_hall_is_open_round_the_clock_then_no_warning(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.opens((0, 24))
    at(monkeypatch, later(13 * 60 + 59))
    text = page(house, "/take/ask/")
    assert "还是要等" not in text and "不一定" not in text
