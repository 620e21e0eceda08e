"""A stranger's guesses are counted per ticket, on every way in, though each request is undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError
from yichuang.kit.events.models import Event
from yichuang.tickets import services
from yichuang.tickets.arrival import code_at
from yichuang.tickets.services import Taken
from yichuang.tickets.tests.factories import House, fresh
from yichuang.tickets.tests.test_taking import ME

pytestmark = pytest.mark.django_db
DEVICE = "device-of-a-stranger-01"


def page(client: Client, taken: Taken, code: str) -> Any:
    return client.post(f"/t/{taken.ticket.public_id}/arrive/", {"code": code})


def page_with_key(client: Client, taken: Taken, code: str) -> Any:
    return client.post(f"/t/{taken.ticket.public_id}/arrive/", {"code": code, "_key": "k"})


def api(client: Client, taken: Taken, code: str, **headers: str) -> Any:
    return client.post(
        f"/api/v1/tickets/{taken.ticket.public_id}/arrive",
        {"code": code},
        content_type="application/json",
        headers=headers,
    )


def api_with_key(client: Client, taken: Taken, code: str) -> Any:
    return api(client, taken, code, **{"Idempotency-Key": code})


WAYS = [page, page_with_key, api, api_with_key]


def refused(expected: str, service: Any, /, **values: Any) -> None:
    """Without a transaction around, which would undo the record."""
    with pytest.raises(DomainError) as refusal:
        service(**values)
    assert refusal.value.code == expected


@pytest.fixture
def house() -> House:
    house = House(failed_proofs_per_hour=3)
    house.publish("A", "lost", now=now() - timedelta(hours=1))
    return house


@pytest.mark.parametrize("way", WAYS)
def test_code_when_guessed_too_often_then_not_looked_at_for_an_hour(
    house: House, way: Callable[..., Any]
) -> None:
    taken, other = house.taken("A", now=now()), house.taken("A", now=now())
    right = code_at(house.hall, now())
    wrong = [code for n in range(4) if (code := f"{n:06d}") not in (right,)][:3]
    for code in wrong:
        client = Client()  # each time another device
        client.cookies["device"] = DEVICE
        assert way(client, taken, code).status_code == 422
    assert Event.objects.filter(stream="access", name="ticket.code_failed").count() == 3
    assert way(Client(), taken, right).status_code == 429
    assert fresh(taken.ticket).arrived_at is None
    assert Event.objects.filter(name="ticket.code_failed").count() == 3
    assert way(Client(), other, right).status_code in (200, 302)
    services.arrive(actor=house.guide(), now=now(), ticket=taken.ticket)


def test_code_when_an_hour_is_over_then_looked_at_again(house: House) -> None:
    t, at = house.taken("A", now=now()).ticket, now()
    for _ in range(3):
        refused("wrong_code", services.arrive, actor=ME, now=at, ticket=t, code="x")
    right = code_at(house.hall, at)
    refused("too_many_attempts", services.arrive, actor=ME, now=at, ticket=t, code=right)
    after = at + timedelta(minutes=61)
    refused("wrong_code", services.arrive, actor=ME, now=after, ticket=t, code=" ")
    services.arrive(actor=ME, now=after, ticket=t, code=code_at(house.hall, after))


def test_secret_when_tried_too_often_then_turned_away_and_its_holder_is_not(house: House) -> None:
    taken = house.taken("A", now=now())
    values: dict[str, Any] = {"actor": ME, "now": now(), "ticket": taken.ticket}
    for service in (services.postpone, services.cancel, services.postpone):
        refused("wrong_secret", service, **values, secret="x")
        refused("wrong_secret", service, **values)  # nothing was tried
    refused("too_many_attempts", services.cancel, **values, secret="x")
    assert Event.objects.filter(stream="access", name="ticket.secret_failed").count() == 3
    services.postpone(**values, secret=taken.secret)
