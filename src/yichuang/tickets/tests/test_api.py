"""The JSON API of tickets and counters (api.md)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from yichuang.kit.actors import SYSTEM, Actor
from yichuang.kit.clock import now
from yichuang.people.services import make_token
from yichuang.tickets.arrival import code_at

from .factories import House

pytestmark = pytest.mark.django_db


class Caller:
    """JSON over Django's test client; a bearer token for staff and machines."""

    def __init__(self, actor: Actor | None = None) -> None:
        self.client = Client()
        self.headers = {}
        if actor:
            token = make_token(actor=SYSTEM, now=now(), username=actor.key)
            self.headers = {"Authorization": f"Bearer {token}"}

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.post(
            f"/api/v1{path}",
            body if body is not None else {},
            content_type="application/json",
            headers={**self.headers, **headers},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **headers})


@pytest.fixture
def house() -> House:
    return House()


def take(house: House, caller: Caller, **more: Any) -> Any:
    body = {"item": house.items["A"].code, "channel": "phone", **more}
    return caller.post(f"/halls/{house.hall.code}/tickets", body)


def test_visit_over_the_api(house: House) -> None:
    worker, counter = house.desk(1, "AB", now=now())
    citizen, staff = Caller(), Caller(worker)
    answer = take(house, citizen, phone="13900000000", code=code_at(house.hall, now()))
    assert answer.status_code == 201, answer.content
    ticket = answer.json()
    assert ticket["arrived"] is True
    assert ticket["hall"] == house.hall.code
    assert ticket["secret"] and ticket["rating_key"]
    seen = citizen.get(f"/tickets/{ticket['id']}").json()
    assert "secret" not in seen and "actions" not in seen
    called = staff.post(f"/counters/{counter.id}/call-next")
    assert called.status_code == 200
    assert called.json()["id"] == ticket["id"]
    assert called.json()["counter"]["number"] == 1
    assert staff.post(f"/tickets/{ticket['id']}/start").json()["state"] == "serving"
    assert staff.post(f"/tickets/{ticket['id']}/finish").json()["state"] == "done"
    assert staff.post(f"/counters/{counter.id}/call-next").status_code == 204
    again = staff.post(f"/tickets/{ticket['id']}/finish")
    assert (again.status_code, again.json()["code"]) == (409, "not_allowed")
    assert again.json()["state"] == "done"
