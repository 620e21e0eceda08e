"""Answers on a ticket: only what the item asks, and later only what it still asks."""

from __future__ import annotations

import pytest

from yichuang.tickets import queries, services
from yichuang.tickets.queries.slips import slip_data

from .factories import NOW, House, fresh, later
from .test_taking import ME, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = House()
    house.publish("A", "lost", "worn", now=later(-60))
    return house


def test_take_with_answers_keeps_the_items_ids(house: House) -> None:
    assert house.take("A", scenarios=["why=lost"]).scenarios == ["lost"]


@pytest.mark.parametrize(
    ("code", "scenarios"),
    [("unknown_scenario", ["nonsense"]), ("one_only", ["lost", "worn"])],
)
def test_take_with_answers_that_the_item_does_not_know_is_refused(
    house: House, code: str, scenarios: list[str]
) -> None:
    assert refused(code, house.take, prefix="A", scenarios=scenarios).status == 422
    refused("unknown_scenario", house.take, prefix="B", scenarios=["lost"])  # never published
    values = {"actor": ME, "now": NOW, "hall": house.hall, "channel": "phone"}
    refused("unknown_scenario", services.take_ticket, **values, purpose="ask", scenarios=["lost"])


def test_change_item_with_answers_of_another_item_is_refused(house: House) -> None:
    worker, counter = house.desk(1, "A")
    ticket = house.at_desk(worker, counter)
    values = {"actor": worker, "now": NOW, "ticket": ticket, "item": house.items["B"]}
    refused("unknown_scenario", services.change_item, **values, scenarios=["lost"])
    house.publish("B", "lost", now=later(-60))
    assert services.change_item(**values, scenarios=["why=lost"]).scenarios == ["lost"]


def test_answer_that_a_new_version_dropped_is_not_read_any_more(house: House) -> None:
    ticket = house.take("A", scenarios=["lost"])
    assert queries.known_scenarios(fresh(ticket), NOW) == ("lost",)
    house.publish("A", "worn", now=later(1))
    assert queries.known_scenarios(fresh(ticket), later(2)) == ()
    assert slip_data(queries.get_ticket_for(ME, ticket.public_id), later(2))["ready"] == []
