"""/readyz and /metrics: what an orchestrator and Prometheus are told."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from yichuang.catalogue.models import Department, Item
from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.places.services import serve_items
from yichuang.places.tests.factories import make_hall
from yichuang.project import health


def ready() -> tuple[int, dict[str, bool]]:
    time.sleep(health.FRESH + 0.05)
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()


@pytest.mark.django_db(transaction=True)
def test_readyz_when_a_hall_serves_items_then_200_and_not_before() -> None:
    assert ready() == (503, {"database": True, "hall": False})
    hall = make_hall()
    assert ready() == (503, {"database": True, "hall": False})
    Item.objects.create(
        code="A-001",
        name="事项",
        department=Department.objects.create(code="D", name="公安局"),
        origin="authored",
        handled_in="here",
        prefix="A",
        order=1,
    )
    serve_items(actor=SYSTEM, now=now(), hall=hall)
    assert ready() == (200, {"database": True, "hall": True})
