"""My ticket on the phone."""

from __future__ import annotations

import pytest

from yichuang.portal.secrets import Keys
from yichuang.portal.tickets import ticket_page
from yichuang.tickets import queries
from yichuang.tickets.tests.factories import House, later
from yichuang.tickets.tests.test_taking import ME

pytestmark = pytest.mark.django_db


def test_ticket_page_opens_when_a_new_version_dropped_what_was_chosen() -> None:
    house = House()
    house.publish("A", "lost", now=later(-60))
    ticket = house.take("A", scenarios=["lost"])
    house.publish("A", "worn", now=later(1))
    page = ticket_page(queries.get_ticket_for(ME, ticket.public_id), Keys(), later(2))
    assert page["points"]


def test_ticket_page_says_why_more_are_before_also_who_has_not_arrived() -> None:
    house = House()
    house.publish("A", "lost", now=later(-60))
    mine = house.taken("A").ticket
    house.take("A", now=later(1), needs=["older"])
    page = ticket_page(queries.get_ticket_for(ME, mine.public_id), Keys(), later(2))
    assert page["tiles"][0]["value"] == 1
    (note,) = page["notes"]
    assert "其中 1 位比您晚取号" in note["title"]
