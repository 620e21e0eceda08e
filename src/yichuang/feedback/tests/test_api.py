"""POST /ratings/{key}, as api.md says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from yichuang.feedback.models import Rating
from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.kit.models import Event
from yichuang.kit.privacy import keyed_hash
from yichuang.people.services import make_token
from yichuang.tickets.models import Visit
from yichuang.tickets.tests.factories import NOW, House

pytestmark = pytest.mark.django_db

KEY = "k" * 32


def post(body: object, key: str = KEY, **headers: str) -> Any:
    return Client().post(
        f"/api/v1/ratings/{key}",
        json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


@pytest.fixture
def house() -> House:
    house = House()
    Visit.objects.create(hall=house.hall, day=NOW.date(), rating_hash=keyed_hash("rating", KEY))
    return house


def test_the_holder_rates_and_corrects(house: House) -> None:
    first, second = post({"level": 5, "tags": ["307"]}), post({"level": 4, "comment": "好"})
    assert (first.status_code, first.json()["corrected"]) == (200, False)
    assert (second.status_code, second.json()["corrected"]) == (200, True)
    assert Rating.objects.get().level == 4
    assert KEY not in json.dumps([e.data for e in Event.objects.all()])


@pytest.mark.parametrize("role", ["worker", "manager", "investigator", "second", "kiosk"])
def test_no_token_rates(house: House, role: str) -> None:
    kind = "machine" if role in ("second", "kiosk") else "staff"
    actor = house.actor(role, kind=kind)
    token = make_token(actor=SYSTEM, now=now(), username=actor.key)
    assert post({"level": 5}, Authorization=f"Bearer {token}").status_code == 403
    assert not Rating.objects.exists()
    assert post({"level": 5}).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"level": 0}, 422),
        ({"level": 6}, 422),
        ({}, 422),
        ([], 422),
        ({"level": 5, "tags": ["none-such"]}, 422),
        ({"level": 5, "comment": "\ud800"}, 400),
        ({"level": 5, "comment": "a\u0000"}, 400),
        ({"level": 5, "comment": "长" * 501}, 422),
    ],
)
def test_bad_ratings_are_refused_in_words(house: House, body: Any, status: int) -> None:
    answer = post(body)
    # What no text may hold is refused at the door (400) or by the field (422).
    assert answer.status_code in ({400, 422} if status == 400 else {status})
    assert answer["Content-Type"] == "application/problem+json"
    assert not Rating.objects.exists()


@pytest.mark.parametrize("key", ["x", "k" * 31, "%00" * 20, "%E9%92%A5" * 8])
def test_a_key_of_nobody_is_not_found(house: House, key: str) -> None:
    assert post({"level": 5}, key).status_code in (400, 404)  # 400: a NUL, refused at the door
