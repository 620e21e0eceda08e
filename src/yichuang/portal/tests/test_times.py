"""Days and times that citizens read are the hall's own."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from yichuang.cases.tests.factories import published
from yichuang.catalogue.models import ItemVersion
from yichuang.places.models import HallItem, Queue
from yichuang.places.tests.factories import make_hall
from yichuang.portal import guides

BIRTH = "WJ-001"
MIDNIGHT = datetime(2026, 11, 30, 16, tzinfo=UTC)  # the first of December in the hall


@pytest.fixture
def hall(db: None) -> Any:
    hall = make_hall()
    queue = Queue.objects.get(hall=hall, prefix="A")
    HallItem.objects.create(hall=hall, item=published(BIRTH), queue=queue)
    return hall


def test_guide_when_effective_from_midnight_then_names_that_day(hall: Any) -> None:
    item = published(BIRTH)
    old = ItemVersion.objects.get(item=item)
    values = {"version": 2, "effective_from": MIDNIGHT, "published_at": MIDNIGHT}
    values |= {"definition": old.definition, "published_by": "x", "digest": "1" * 64}
    ItemVersion.objects.create(item=item, **values)
    page = guides.guide_page(item, MIDNIGHT, hall)
    assert page["updated"].startswith("2026-12-01")


def test_papers_when_asked_for_at_midnight_then_by_the_halls_day(
    hall: Any, monkeypatch: Any
) -> None:
    days = []
    whole = guides.guide
    monkeypatch.setattr(guides, "guide", lambda *a, on: days.append(on) or whole(*a, on=on))
    guides.ready_for(published(BIRTH), [], MIDNIGHT, hall)
    guides.guide_page(published(BIRTH), MIDNIGHT, hall)
    assert [day.isoformat() for day in days] == ["2026-12-01", "2026-12-01"]


def test_page_when_the_hall_is_in_another_zone_then_its_own_time(hall: Any) -> None:
    type(hall).objects.update(timezone="Pacific/Kiritimati")
    printed = Client().get(f"/items/{BIRTH}/").context["today"]
    page = Client().get(f"/items/{BIRTH}/").content.decode()
    assert f"{printed.year} 年 {printed.month} 月 {printed.day} 日打印" in page
    assert printed.utcoffset().total_seconds() == 14 * 3600
