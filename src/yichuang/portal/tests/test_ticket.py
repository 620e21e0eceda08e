"""My ticket on the phone."""

from __future__ import annotations

import pytest
from django.test import Client

from yichuang.kit.clock import now
from yichuang.tickets import services
from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import House

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
