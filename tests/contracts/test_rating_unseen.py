"""Before five have rated, nobody at work learns from anything that a rating exists (§7).

Everything that staff and machines can open is fetched before the citizen rates and after, at
the same moment: the answers are the same to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from yichuang.feedback.models import Rating
from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.kit.models import Event
from yichuang.people.models import User
from yichuang.people.services import make_token
from yichuang.project.api import api
from yichuang.project.demo import load_demo

STAFF = ["worker1", "worker2", "manager", "guide1", "auditor"]
MACHINES = ["kiosk1", "board1", "second1"]
API = "/api/v1"
# What differs with every answer: the tokens of forms.
ONE_TIME = re.compile(rb'((?:csrfmiddlewaretoken|_key)" value=|X-CSRFToken":)"[^"]*"')


@pytest.fixture
def told(db: None, settings: Any, tmp_path: Any) -> Any:
    settings.VAR = tmp_path
    load_demo(now())
    with time_machine.travel(now() + timedelta(minutes=1), tick=False) as clock:
        yield clock


def bearer(account: str) -> dict[str, str]:
    token = make_token(actor=SYSTEM, now=now(), username=account, days=1)
    return {"authorization": f"Bearer {token}"}


class Visit:
    """Taken on the phone, served at counter 1, finished; rated or not yet."""

    def __init__(self) -> None:
        self.kiosk, self.worker, self.board = map(bearer, ("kiosk1", "worker1", "board1"))
        item = Client().get(f"{API}/halls/qinghe/items").json()["items"][0]["id"]
        code = Client().get(f"{API}/halls/qinghe/board", headers=self.board).json()["code"]
        body = {"item": item, "channel": "phone", "phone": "13912345678", "code": code}
        self.item, self.holder = item, Client()
        self.ticket = self.post(self.holder, "/halls/qinghe/tickets", body, {})
        self.counter = Client().get(f"{API}/halls/qinghe").json()["counters"][0]["id"]
        self.work(f"/counters/{self.counter}/open")
        assert self.work(f"/counters/{self.counter}/call-next")["id"] == self.id
        self.work(f"/tickets/{self.id}/start")
        party = {"role": "applicant", "kind": "person", "name": "张三"}
        opened = {"item": item, "scenarios": [], "parties": [party], "ticket": self.id}
        self.case = self.work("/cases", opened)["id"]
        sheet = self.work("/halls/qinghe/sheets", {"item": item, "ticket": self.id})
        self.document = sheet["code"]
        self.work(f"/tickets/{self.id}/finish")

    @property
    def id(self) -> str:
        return str(self.ticket["id"])

    def post(self, client: Client, path: str, body: Any, headers: dict[str, str]) -> Any:
        key = {"Idempotency-Key": f"{path}-{len(str(body))}"}
        answer = client.post(API + path, body, "application/json", headers=headers | key)
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    def work(self, path: str, body: Any = None) -> Any:
        return self.post(Client(), path, body or {}, self.worker)

    def rate(self, level: int) -> None:
        self.post(self.holder, f"/ratings/{self.ticket['rating_key']}", {"level": level}, {})

    def values(self) -> dict[str, str]:
        return {
            "hall": "qinghe",
            "ticket": self.id,
            "item": self.item,
            "counter": "1",
            "code": self.document,
            "case": self.case,
        }


def addresses(visit: Visit, patterns: Any = None, prefix: str = "/") -> Iterator[str]:
    """Every page of ours that the values of this visit fill."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        here = prefix + str(entry.pattern)
        if here.startswith(("/admin/", "/accounts/", "/api/", "/healthz", "/readyz", "/metrics")):
            continue
        if isinstance(entry, URLResolver):
            yield from addresses(visit, entry.url_patterns, here)
        elif isinstance(entry, URLPattern):
            filled = re.sub(
                r"<(?:\w+:)?(\w+)>", lambda m: visit.values().get(m[1], f"<{m[1]}>"), here
            )
            if "<" not in filled and not filled.endswith((".pdf", ".png", ".wav")):
                yield filled


def operations(visit: Visit) -> Iterator[str]:
    """Every GET of the API that the values of this visit fill."""
    values = visit.values() | {"counter": visit.counter}
    for path, methods in api.get_openapi_schema()["paths"].items():
        filled = re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], "{"), str(path))
        if "get" in methods and "{" not in filled:
            yield filled


def plain(answer: Any) -> tuple[int, bytes, str]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, ONE_TIME.sub(b"", content), answer.get("Location", "")


def everything(visit: Visit) -> dict[tuple[str, str], tuple[int, bytes, str]]:
    found = {}
    for account in (*STAFF, *MACHINES):
        client = Client()
        client.force_login(
            User.objects.get(username=account), "django.contrib.auth.backends.ModelBackend"
        )
        for address in addresses(visit):
            found[account, address] = plain(client.get(address))
        headers = bearer(account)
        for address in operations(visit):
            found[account, f"API {address}"] = plain(Client().get(address, headers=headers))
    return found


def test_rating_when_the_first_of_a_hall_then_no_answer_to_staff_or_machines_changes(
    told: Any,
) -> None:
    visit = Visit()
    before = everything(visit)
    visit.rate(1)
    assert Rating.objects.count() == 1
    after = everything(visit)
    opened = [key for key, (status, _, _) in before.items() if status == 200]
    for must in ("/desk/", "/second/1/", "/floor/", "/office/", f"API {API}/tickets/{visit.id}"):
        assert any(address == must for _, address in opened), must
    assert [key for key in before if before[key] != after[key]] == []


def test_rating_when_given_then_its_event_wakes_no_page_and_names_neither_visit_nor_time(
    told: Any,
) -> None:
    visit = Visit()
    heard = Event.objects.filter(topics__len__gt=0).count()
    visit.rate(1)
    event = Event.objects.get(name="rating.given")
    assert Event.objects.filter(topics__len__gt=0).count() == heard, "no live message"
    assert event.data == {"day": event.data["day"]}
    assert str(event.subject) == str(event.hall_id), "of the hall, not of the visit"
    assert event.at.minute == event.at.second == event.at.microsecond == 0
    shown = str(list(Event.objects.filter(name="rating.given").values()))
    for secret in (visit.id, visit.case, visit.counter, "worker1", "13912345678"):
        assert secret not in shown
