"""/readyz and /metrics: what an orchestrator and Prometheus are told."""

from __future__ import annotations

import time

import pytest
from django.test import Client
from prometheus_client import CONTENT_TYPE_LATEST, Metric
from prometheus_client.parser import text_string_to_metric_families

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


# -- /metrics -----------------------------------------------------------------


def exported() -> dict[str, Metric]:
    """Read by Prometheus' own parser, as the media type promises."""
    answer = Client().get("/metrics")
    assert (answer.status_code, answer["Content-Type"]) == (200, CONTENT_TYPE_LATEST)
    return {family.name: family for family in text_string_to_metric_families(answer.text)}


def value(families: dict[str, Metric], name: str, **labels: str) -> float:
    for family in families.values():
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return float(sample.value)
    return 0.0


def test_metrics_when_requests_were_answered_then_counted_by_method_route_and_status(
    db: None,
) -> None:
    make_hall("lianxi")
    route = "api/v1/halls/<hall>"
    good = {"method": "GET", "route": route, "status": "200"}
    bad = {"method": "GET", "route": route, "status": "404"}
    before = exported()
    for code in ("lianxi", "lianxi", "none"):
        Client().get(f"/api/v1/halls/{code}")
    after = exported()
    name = "yichuang_requests_total"
    assert value(after, name, **good) - value(before, name, **good) == 2
    assert value(after, name, **bad) - value(before, name, **bad) == 1
    assert after["yichuang_requests"].type == "counter"


def test_metrics_when_requests_were_answered_then_their_seconds_are_a_histogram(db: None) -> None:
    route = "api/v1/halls"
    before, begun = exported(), time.perf_counter()
    for _ in range(3):
        Client().get("/api/v1/halls")
    spent, after = time.perf_counter() - begun, exported()
    name = "yichuang_request_seconds"
    assert after[name].type == "histogram"
    count, total = (
        value(after, f"{name}_{part}", route=route) - value(before, f"{name}_{part}", route=route)
        for part in ("count", "sum")
    )
    assert count == 3
    assert 0 < total <= spent
    buckets = [
        s.value
        for s in after[name].samples
        if s.name.endswith("_bucket") and s.labels["route"] == route
    ]
    assert buckets == sorted(buckets)
    assert buckets[-1] == value(after, f"{name}_bucket", route=route, le="+Inf")
    assert buckets[-1] == value(after, f"{name}_count", route=route)


def test_metrics_when_a_ticket_is_asked_for_then_nothing_of_the_person_is_a_label(
    db: None,
) -> None:
    Client().get("/api/v1/tickets/a-public-id-of-somebody")
    Client().get("/t/a-public-id-of-somebody/?phone=13912345678")
    text = Client().get("/metrics").text
    assert 'route="api/v1/tickets/<ticket>"' in text
    assert "a-public-id-of-somebody" not in text
    assert "13912345678" not in text
