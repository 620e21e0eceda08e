"""A stopped queue is told wherever its number could be pressed, with what to do instead."""

from __future__ import annotations

import pytest
from django.test import Client

from yichuang.kit.clock import now
from yichuang.tickets import services
from yichuang.tickets.tests.factories import House

pytestmark = pytest.mark.django_db
WHY = "网络检修，下午两点恢复"
ASK, OTHERS = 'href="/take/ask/"', 'href="/items/"'


@pytest.fixture
def house() -> House:
    """Open day and night, with a guide for A; the general queue is Z."""
    house = House()
    house.opens((0, 24))
    house.publish("A", "lost")
    return house


def stop(house: House, prefix: str) -> None:
    manager = house.actor("manager")
    services.stop_queue(actor=manager, now=now(), queue=house.queues[prefix], reason=WHY)


def page(house: House, address: str) -> str:
    return str(Client().get(f"{address}?hall={house.hall.code}").content.decode())


@pytest.mark.parametrize("address", ["", "list/", "take/"])
def test_page_of_an_item_when_its_queue_is_stopped_then_the_reason_and_what_to_do_instead(
    house: House, address: str
) -> None:
    address = f"/items/{house.items['A'].code}/{address}"
    assert WHY not in page(house, address)
    stop(house, "A")
    told = page(house, address)
    assert told.count(WHY) == 1
    assert ASK in told and OTHERS in told
    assert "现在取号" not in told and "<button class" not in told
    stop(house, "Z")
    assert ASK not in page(house, address)


def test_guide_when_its_queue_is_stopped_and_the_hall_is_closed_then_both_are_told(
    house: House,
) -> None:
    house.hall.hours.all().delete()
    stop(house, "A")
    told = page(house, f"/items/{house.items['A'].code}/")
    assert "现在没开门" in told and WHY in told


@pytest.mark.parametrize("address", ["/", "/items/"])
def test_list_when_a_queue_is_stopped_then_its_items_say_so_and_no_other(
    house: House, address: str
) -> None:
    assert WHY not in page(house, address)
    stop(house, "A")
    told = page(house, address)
    assert told.count(f"暂停取号：{WHY}") == 1
    assert told.index(house.items["A"].name) < told.index(WHY) < told.index(house.items["B"].name)


@pytest.mark.parametrize("address", ["/", "/take/"])
def test_purposes_when_the_general_queue_is_stopped_then_the_reason_in_place_of_dead_links(
    house: House, address: str
) -> None:
    assert ASK in page(house, address)
    stop(house, "Z")
    told = page(house, address)
    assert 'href="/take/' not in told
    assert WHY in told


def test_search_without_a_find_when_the_general_queue_is_stopped_then_no_number_is_offered(
    house: House,
) -> None:
    def found() -> str:
        query = {"q": "抽水马桶", "hall": house.hall.code}
        return str(Client().get("/items/", query).content.decode())

    assert ASK in found()
    stop(house, "Z")
    assert ASK not in found() and WHY in found()
