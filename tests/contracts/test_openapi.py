"""schemathesis against our own document, through WSGI: no 500, nothing undeclared.

Once as a stranger and once as the people of the hall; every other request carries the ids of
a living hall, so that it gets past the door.
"""

import copy
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import schemathesis
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, settings
from pydantic import BaseModel
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.people.services import make_token
from yichuang.project.api import api
from yichuang.project.demo import load_demo

PREFIX = "/api/v1/"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
FEW = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
ITEM = "GJJ-001"
# By turn, as the item is: GJJ-001 on even ones. An answer that no item has is among them.
REAL: dict[str, list[Any]] = {
    "scenarios": [["rent"], ["parents=married", "mother"], ["reason=buy"], ["nonsense"]],
    "identity": [
        {"type": "resident_id", "number": "11010519491231002X"},
        {"type": "passport", "number": "E12345678"},
        {"type": "none", "number": ""},
    ],
    "for": [{"name": "古丽·买买提", "phone": "13900000001"}, {"name": "王芳"}, None],
    "parties": [[{"role": "applicant", "kind": "person", "name": "张·阿依古丽"}], []],
    "materials": [[{"code": "GJJ-001-M01", "state": "checked"}], []],
    "marks": [[{"code": "GJJ-001-M01", "state": "checked"}], []],
}
OF_NINJA = ("NinjaResponseSchema", "PathParams", "QueryParams", "HeaderParams", "BodyParams")
WHO = {  # an account that holds the permission; a worker holds the others
    "": "kiosk1",
    "tickets.stop_queue": "manager",
    "tickets.guide": "guide1",
}


def load(**options: Any) -> Any:
    config = SchemathesisConfig.from_dict(options)
    document = api.get_openapi_schema(path_prefix=PREFIX)
    schema = schemathesis.openapi.from_dict(document, config=config)
    schema.app = get_wsgi_application()
    return schema


anything = load(phases={"fuzzing": {"enabled": False}})
fitting = load(phases={"coverage": {"enabled": False}}, generation={"mode": "positive"})
turns = itertools.count()
seen: dict[str, set[int]] = defaultdict(set)


class Living:
    """A demonstration hall with tickets that wait, one at the counter, and a case."""

    def __init__(self) -> None:
        load_demo(now())
        self.tokens = {
            who: make_token(actor=SYSTEM, now=now(), username=who)
            for who in {"worker1", *WHO.values()}
        }
        hall = self.ask("kiosk1", "get", "halls/qinghe")
        self.counter, queue = hall["counters"][0]["id"], hall["queues"][0]["id"]
        mine = self.ask("", "post", "halls/qinghe/tickets", {"item": ITEM, "channel": "phone"})
        party = {"role": "applicant", "kind": "person", "name": "古丽·买买提"}
        case = self.ask(
            "worker1", "post", "cases", {"item": ITEM, "scenarios": [], "parties": [party]}
        )
        self.ids: dict[str, list[str]] = {
            "hall": ["qinghe"],
            "item": [ITEM, "GA-HZ-001"],
            "counter": [self.counter],
            "queue": [queue],
            "ticket": [mine["id"]],
            "case": [case["id"]],
            "key": [mine["rating_key"]],
            "topic": ["hall:qinghe", f"counter:{self.counter}", f"ticket:{mine['id']}"],
        }

    def ask(self, who: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
        answer = self.try_it(who, method, path, body)
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    def try_it(self, who: str, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who else {}
        return getattr(Client(), method)(
            PREFIX + path, body, content_type="application/json", headers=headers
        )

    def fresh_ticket(self, turn: int) -> None:
        """One that waits, is called or is served, in turn."""
        at = self.ask("worker1", "get", f"counters/{self.counter}")
        if at["ticket"]:
            path = f"tickets/{at['ticket']['id']}"
            self.try_it("worker1", "post", f"{path}/start")
            self.try_it("worker1", "post", f"{path}/resume")
            self.try_it("worker1", "post", f"{path}/finish")
        take = {"item": ITEM, "channel": "kiosk"}
        ticket = self.ask("kiosk1", "post", "halls/qinghe/tickets", take)
        if turn % 3:
            self.try_it("worker1", "post", f"counters/{self.counter}/open")
            called = self.try_it("worker1", "post", f"counters/{self.counter}/call-next")
            ticket = called.json() if called.status_code == 200 else ticket
        if turn % 3 == 2:
            self.try_it("worker1", "post", f"tickets/{ticket['id']}/start")
        self.ids["ticket"] = [ticket["id"]]

    def fill(self, given: Any, turn: int) -> None:
        """Real ids and values in place of invented ones."""
        for name in list(given) if isinstance(given, dict) else ():
            if name in self.ids:
                given[name] = self.ids[name][turn % len(self.ids[name])]
            elif name in REAL:
                given[name] = copy.deepcopy(REAL[name][turn % len(REAL[name])])


@pytest.fixture(scope="module")
def living(django_db_setup: None, django_db_blocker: Any) -> Iterator[Living]:
    """Without a transaction around: the WSGI handler closes a connection that is in one."""
    with django_db_blocker.unblock():
        yield Living()
        call_command("flush", verbosity=0, interactive=False)


@anything.parametrize()
@FEW
def test_api_when_a_stranger_asks_anything_then_only_what_is_declared(
    case: Any, living: Living
) -> None:
    if next(turns) % 2:
        living.fill(case.path_parameters, 0)
        living.fill(case.body, 0)
    case.headers.pop("Authorization", None)
    case.validate_response(case.call(), checks=CHECKS)


@fitting.parametrize()
@FEW
def test_api_when_the_halls_people_ask_anything_then_only_what_is_declared(
    case: Any, living: Living
) -> None:
    turn = next(turns)
    if turn % 4:
        if "{ticket}" in case.path:
            living.fresh_ticket(turn)
        living.fill(case.path_parameters, turn)
        living.fill(case.body, turn)
    permission = case.operation.definition.raw.get("x-permission", "")
    token = living.tokens[WHO.get(permission, "worker1")]
    response = case.call(headers={"Authorization": f"Bearer {token}"})
    seen[case.operation.label].add(response.status_code)
    case.validate_response(response, checks=CHECKS)


def test_operations_when_all_was_asked_then_most_were_done_at_least_once() -> None:
    """Otherwise the above would only try the door."""
    if not seen:
        pytest.fail("run the whole file: this looks back on the tests before it")
    done = {label for label, statuses in seen.items() if any(s < 300 for s in statuses)}
    assert len(done) >= 0.6 * len(seen), sorted(set(seen) - done)


@pytest.mark.django_db  # makes pytest-django create the database for the others, too
def test_document_says_what_it_is() -> None:
    document = api.get_openapi_schema(path_prefix=PREFIX)
    assert document["openapi"].startswith("3.1")
    for operations in document["paths"].values():
        for method, operation in operations.items():
            assert operation["security"]
            names = [p["name"] for p in operation.get("parameters", [])]
            assert ("Idempotency-Key" in names) == (method == "post")
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"]


@pytest.mark.django_db
def test_document_when_fetched_over_http_then_the_same() -> None:
    answer = Client().get(PREFIX + "openapi.json")
    assert answer.status_code == 200
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    assert answer.json() == document


def test_document_when_two_shapes_then_two_names() -> None:
    """The document keeps one shape a name: a second of the same name would be told wrongly."""
    named: dict[str, set[type]] = {}
    waiting = [
        model
        for _path, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
        for model in [*operation.response_models.values(), *operation.models]
        if isinstance(model, type)
    ]
    while waiting:
        model: Any = waiting.pop()
        if model in named.setdefault(model.__name__, set()):
            continue
        if model.__name__ not in OF_NINJA:
            named[model.__name__].add(model)
        for field in model.model_fields.values():
            waiting += shapes_in(field.annotation)
    assert {name: found for name, found in named.items() if len(found) > 1} == {}
    assert len(named) > 30


def shapes_in(annotation: Any) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [shape for inner in get_args(annotation) for shape in shapes_in(inner)]
