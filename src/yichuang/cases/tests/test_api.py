"""The JSON API for cases and sheets, as api.md says."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from yichuang.kit.actors import SYSTEM, Actor
from yichuang.kit.events.models import Event
from yichuang.people.services import make_token

from .factories import BIRTH, FUND, MARRIAGE, NOW, CaseHouse

pytestmark = pytest.mark.django_db

BODY: dict[str, Any] = {
    "item": BIRTH,
    "scenarios": [],
    "parties": [
        {
            "role": "applicant",
            "kind": "person",
            "name": "欧阳锋",
            "identity": {"type": "resident_id", "number": "110105194912310021"},
            "phone": "139 1234 5678",
        }
    ],
}


class Api:
    def __init__(self, actor: Actor | None) -> None:
        self.client = Client()
        self.headers = {}
        if actor:
            token = make_token(actor=SYSTEM, now=NOW, username=actor.key)
            self.headers["Authorization"] = f"Bearer {token}"

    def post(self, path: str, body: object, **headers: str) -> Any:
        return self.client.post(
            f"/api/v1{path}",
            json.dumps(body),
            content_type="application/json",
            headers=self.headers | headers,
        )

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=self.headers)


def test_a_whole_case_over_the_api() -> None:
    house = CaseHouse(BIRTH)
    worker, counter = house.desk(1)
    api = Api(worker)
    ticket = house.ticket(worker, counter)
    opened = api.post("/cases", BODY | {"ticket": ticket.public_id})
    assert opened.status_code == 201
    case = opened.json()
    assert (case["state"], case["ticket"], case["clock"]) == ("draft", ticket.public_id, None)
    assert [(r["code"], r["party"], r["state"]) for r in case["requirements"]] == [
        ("WJ-001-M01", "applicant", "required"),
        ("WJ-001-M02", "applicant", "required"),
    ]
    assert case["warnings"][0]["code"] == "identity_check_digit"
    early = api.post(f"/cases/{case['id']}/complete", {})
    assert (early.status_code, early.json()["code"]) == (409, "gaps_open")
    assert len(early.json()["gaps"]) == 2
    marks = [{"id": r["id"], "state": "checked"} for r in case["requirements"]]
    marked = api.post(f"/cases/{case['id']}/requirements", {"marks": marks})
    assert (marked.status_code, marked.json()["gaps"]) == (200, 0)
    sheet = api.post(f"/halls/{house.hall.code}/sheets", {"item": BIRTH, "case": case["id"]})
    assert sheet.status_code == 201
    done = api.post(f"/cases/{case['id']}/complete", {}).json()
    assert (done["state"], [d["kind"] for d in done["documents"]]) == (
        "issued",
        ["sheet", "receipt"],
    )
    seen = api.get(f"/cases/{case['id']}")
    assert seen.json()["number"].startswith("992003500100")
    told = json.dumps([e.data for e in Event.objects.all()], ensure_ascii=False)
    for value in ("欧阳锋", "110105194912310021", "13912345678", "139 1234 5678"):
        assert value not in told
        assert value not in seen.content.decode() or value == "欧阳锋"


def test_who_may_use_cases() -> None:
    house = CaseHouse(BIRTH)
    owner, stranger, guide = house.worker(), CaseHouse(BIRTH).worker(), house.guide()
    case = Api(owner).post("/cases", BODY).json()["id"]
    for path, body in (
        ("/cases", BODY),
        (f"/cases/{case}/requirements", {"marks": []}),
        (f"/cases/{case}/answers", {}),
        (f"/cases/{case}/receive", {}),
        (f"/cases/{case}/complete", {}),
        (f"/cases/{case}/withdraw", {}),
        (f"/cases/{case}/outside-number", {"outside_number": "1"}),
    ):
        assert Api(None).post(path, body).status_code == 401
        assert Api(guide).post(path, body).status_code == 403
        if path != "/cases":
            assert Api(stranger).post(path, body).status_code == 404
    assert Api(stranger).get(f"/cases/{case}").status_code == 404
    assert Api(guide).get(f"/cases/{case}").status_code == 403
    sheets = f"/halls/{house.hall.code}/sheets"
    assert Api(None).post(sheets, {"item": BIRTH}).status_code == 401
    assert Api(stranger).post(sheets, {"item": BIRTH}).status_code == 403
    assert Api(guide).post(sheets, {"item": BIRTH}).status_code == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (BODY | {"scenarios": ["no_such"]}, 422),
        (BODY | {"item": "NO-SUCH"}, 404),
        (BODY | {"item": "a\u0000"}, 400),
        (BODY | {"ticket": "x" * 30}, 404),
        (BODY | {"parties": [{"role": "applicant", "name": "\ud800"}]}, 400),
        (BODY | {"parties": [{"role": "applicant", "name": "x" * 201}]}, 422),
        (BODY | {"parties": "nobody"}, 422),
        (BODY | {"parties": [{"role": "applicant", "name": "张三", "facts": {"age": "x"}}]}, 422),
        ({"scenarios": []}, 422),
        ([], 422),
    ],
)
def test_bad_bodies_are_refused_in_words(body: Any, status: int) -> None:
    api = Api(CaseHouse(BIRTH).worker())
    answer = api.post("/cases", body)
    # What no text may hold is refused at the door (400) or by the field (422).
    assert answer.status_code in ({400, 422} if status == 400 else {status})
    assert answer["Content-Type"] == "application/problem+json"
    assert api.post("/cases", BODY).status_code == 201


def test_unknown_case_is_not_found() -> None:
    api = Api(CaseHouse(BIRTH).worker())
    assert api.get(f"/cases/{uuid4()}").status_code == 404
    assert api.post(f"/cases/{uuid4()}/requirements", {"marks": []}).status_code == 404
    assert api.get("/cases/not-an-id").status_code == 422


def test_the_same_key_opens_one_case() -> None:
    api = Api(CaseHouse(BIRTH).worker())
    key = {"Idempotency-Key": "k1"}
    first, second = api.post("/cases", BODY, **key), api.post("/cases", BODY, **key)
    assert first.json() == second.json()
    assert Event.objects.filter(name="case.opened").count() == 1


def test_answers_and_outside_number() -> None:
    house = CaseHouse(FUND, MARRIAGE)
    api = Api(house.worker())
    case = api.post("/cases", BODY | {"item": FUND}).json()
    assert [q["id"] for q in case["unanswered"]] == ["reason"]
    answered = api.post(f"/cases/{case['id']}/answers", {"scenarios": ["retire"]}).json()
    assert answered["unanswered"] == []
    refused = api.post(f"/cases/{case['id']}/outside-number", {"outside_number": "1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "handled_here")
    other = api.post("/cases", BODY | {"item": MARRIAGE, "outside_number": "J-1"}).json()
    assert (other["handled_in"], other["outside_number"]) == ("elsewhere", "J-1")
    kept = api.post(f"/cases/{other['id']}/receive", {})
    assert (kept.status_code, kept.json()["code"]) == (409, "not_allowed")
