"""The JSON API of tickets and counters (api.md)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from yichuang.kit.actors import SYSTEM, Actor
from yichuang.kit.clock import now
from yichuang.kit.events.models import Event
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


# Each action that takes a reason, and what leads to it from a called ticket.
REASONED = {
    "recall": [],
    "start": [],
    "pass": ["recall", "recall"],
    "requeue": ["recall", "recall", "pass"],
    "hold": ["start"],
    "resume": ["start", "hold"],
    "send-away": ["start"],
    "return": ["start", "send-away"],
    "finish": ["start"],
    "postpone": [],
    "cancel": ["postpone"],
}


@pytest.mark.parametrize("action", REASONED)
def test_reason_given_with_an_action_is_kept_with_its_event(house: House, action: str) -> None:
    worker, counter = house.desk(1, "A", now=now())
    house.take("A", now=now())
    staff = Caller(worker)
    ticket = staff.post(f"/counters/{counter.id}/call-next").json()["id"]
    for before in REASONED[action]:
        answer = staff.post(f"/tickets/{ticket}/{before}")
        assert answer.status_code == 200, (before, answer.json())
    said = {"reason": " 电话 13912345678，证件 11010519491231002X "}
    assert staff.post(f"/tickets/{ticket}/{action}", said).status_code == 200
    event = Event.objects.filter(hall_id=house.hall.id, stream="main").latest("seq")
    assert event.data["reason"] == "电话 …，证件 …"
    too_long = staff.post(f"/tickets/{ticket}/{action}", {"reason": "长" * 201})
    assert too_long.status_code == 422


def test_reason_not_given_is_not_kept(house: House) -> None:
    worker, counter = house.desk(1, "A", now=now())
    house.take("A", now=now())
    staff = Caller(worker)
    ticket = staff.post(f"/counters/{counter.id}/call-next").json()["id"]
    for body in (None, {"reason": None}, {"reason": " "}):
        assert staff.post(f"/tickets/{ticket}/recall", body).status_code == 200
    assert not Event.objects.filter(hall_id=house.hall.id, data__has_key="reason").exists()
