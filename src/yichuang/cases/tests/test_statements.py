"""What the hot path of the desk costs over HTTP, counted at the connection."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from .factories import BIRTH, CaseHouse
from .test_api import BODY, Api

pytestmark = pytest.mark.django_db


def own(captured: CaptureQueriesContext) -> int:
    """Without the savepoints that stand for BEGIN and COMMIT inside a test."""
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


def counted(api: Api, path: str, body: object) -> tuple[int, Any]:
    with CaptureQueriesContext(connection) as captured:
        answer = api.post(path, body, **{"Idempotency-Key": path})
    return own(captured), answer.json()


def test_statements_of_opening_and_marking() -> None:
    """Token, answer kept, events; of ours four to open, five to mark (with parties)."""
    house = CaseHouse(BIRTH)
    worker, counter = house.desk(1)
    api = Api(worker)
    house.open(worker)  # warms the version
    ticket = house.ticket(worker, counter)
    opening, case = counted(api, "/cases", BODY | {"ticket": ticket.public_id})
    marks = [{"id": r["id"], "state": "checked"} for r in case["requirements"]]
    marking, _case = counted(api, f"/cases/{case['id']}/requirements", {"marks": marks})
    assert (opening, marking) == (6, 7)
