"""My ticket on the phone."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from yichuang.kit.clock import now
from yichuang.tickets import queries, services
from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import House, fresh

pytestmark = pytest.mark.django_db


def test_ticket_when_recalled_without_a_sound_then_the_phone_says_so_and_stays_amber() -> None:
    house = House(sounding_recalls=1)
    worker, counter = house.desk(1, now=now())
    ticket = house.at_desk(worker, counter, now=now())
    Ticket.objects.update(item=None)  # a question, without an item of the catalogue
    said = []
    for _ in range(3):
        services.recall(actor=worker, now=now(), ticket=ticket)
        page = Client().get(f"/t/{ticket.public_id}/live/").content.decode()
        assert "ticket-turn" in page
        said.append([words for words in ("又叫了您一次", "又叫了您 2 次") if words in page])
    assert said == [[], ["又叫了您一次"], ["又叫了您 2 次"]]


def test_ticket_of_yesterday_when_it_keeps_its_place_then_the_phone_shows_its_date() -> None:
    house, pages = House(), []
    for days in (0, 1):
        at = now() - timedelta(days=days)
        ticket = house.take("A", now=at)
        Ticket.objects.filter(pk=ticket.pk).update(item=None)
        pages.append(Client().get(f"/t/{ticket.public_id}/").content.decode())
    local = at.astimezone(ZoneInfo(house.hall.timezone))
    date = f"{local.month}月{local.day}日"
    assert [f"{date} A001" in page for page in pages] == [False, True]


def test_ticket_when_called_then_it_names_no_list_that_is_not_on_the_page() -> None:
    """Of an item that asks for nothing certain: 'what do I bring' is linked only while waiting."""
    house = House()
    house.publish("A", "lost", now=now() - timedelta(hours=1))
    worker, counter = house.desk(1, now=now())
    ticket = house.take("A", now=now())
    page = f"/t/{ticket.public_id}/live/"
    assert "其余看“我要带什么”" in Client().get(page).content.decode()
    services.call_next(actor=worker, now=now(), counter=counter)
    called = Client().get(page).content.decode()
    assert "带好身份证件" in called and "我要带什么" not in called


def test_rating_when_another_level_is_tapped_then_words_stay_and_each_is_confirmed() -> None:
    house = House()
    worker, counter = house.desk(1, now=now())
    taken = house.taken("A", now=now(), code=queries.arrival_code(house.hall, now()))
    Ticket.objects.update(item=None)
    services.call_next(actor=worker, now=now(), counter=counter)
    for service in (services.start, services.finish):
        service(actor=worker, now=now(), ticket=fresh(taken.ticket))
    client, page = Client(), f"/t/{taken.ticket.public_id}/"
    client.cookies[f"t-{taken.ticket.public_id}"] = f"{taken.secret}.{taken.rating_key}"

    def rated(**more: object) -> str:
        answer = client.post(f"{page}rate/", more, follow=True)
        return str(answer.content.decode())

    assert "评价收到了" in rated(level=5)
    more = rated(level=5, tags=["own-fast"], comment="很快")
    assert "补充收到了" in more and "评价收到了" not in more
    other = rated(level=2)
    assert "评价收到了" in other and ">很快</textarea>" in other
    assert ">很快</textarea>" not in rated(level=2, comment="")


@pytest.mark.parametrize("action", ["arrive", "postpone", "rate"])
def test_address_of_a_press_when_opened_then_leads_to_the_ticket(
    client: Client, action: str
) -> None:
    """The page of a refusal stands at such an address: loaded anew, kept, switched to 长辈版."""
    house = House()
    ticket = house.taken("A").ticket
    answer = client.get(f"/t/{ticket.public_id}/{action}/?mode=elder")
    assert (answer.status_code, answer["Location"]) == (302, f"/t/{ticket.public_id}/")
    assert client.cookies["mode"].value == "elder"
    assert client.put(f"/t/{ticket.public_id}/{action}/").status_code == 405
