"""Where all that is asked depends on answers, no page says that nothing is to be brought."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.tests.factories import item, material
from yichuang.kit.clock import now
from yichuang.tickets.tests.factories import House

pytestmark = pytest.mark.django_db
NOTHING = "什么都不用带"
FIRST = "先答 1 个问题，再看要带什么"


@pytest.fixture
def base() -> str:
    """The address of an item whose only paper is conditional."""
    house, since = House(), now() - timedelta(hours=1)
    served = house.items["A"]
    old = material(name="原证件", form="original", when="q.why=worn")
    ItemVersion.objects.create(
        item=served,
        version=1,
        effective_from=since,
        published_at=since,
        published_by="staff:editor",
        definition=item(id=served.code, materials=[old]),
        digest="0" * 64,
    )
    return f"/items/{served.code}/"


def page(address: str) -> str:
    return str(Client().get(address).content.decode())


def test_guide_when_everything_is_conditional_then_the_questions_come_first(base: str) -> None:
    told = page(base)
    assert NOTHING not in told
    assert told.count(f'href="{base}questions/"') == 1
    assert told.index(FIRST) < told.index("看情况要带 1 样")


def test_list_when_all_was_skipped_then_it_leads_to_the_questions(base: str) -> None:
    told = page(f"{base}list/?a=why~")
    assert NOTHING not in told and "要带 0 样" not in told
    assert "要带什么，看您的情况。" in told
    assert FIRST in told and f'href="{base}questions/?a="' in told


def test_list_when_the_answers_leave_nothing_to_bring_then_it_says_so(base: str) -> None:
    assert NOTHING in page(f"{base}list/?a=why~lost")
    assert "要带 1 样" in page(f"{base}list/?a=why~worn")
