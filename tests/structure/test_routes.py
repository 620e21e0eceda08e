"""Every route declares 'public' or a permission, and each of the latter refuses a stranger.

The list comes from the URL configuration itself, so a new route cannot be forgotten.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from yichuang.kit.actors import SYSTEM
from yichuang.kit.api.auth import Needs, Open
from yichuang.kit.clock import now
from yichuang.people.models import User
from yichuang.people.roles import all_permissions
from yichuang.people.services import make_token
from yichuang.project.api import api

# Routes that others wrote guard themselves; they are tried below with the rest.
THEIRS = ("admin/", "accounts/")
OF_THE_API = "api/v1/"
SAMPLES = {
    "int": "1",
    "slug": "x",
    "uuid": str(UUID(int=1)),
    "str": "x",
    "path": "x",
}


@dataclass(frozen=True)
class Route:
    path: str
    view: Any

    @property
    def address(self) -> str:
        """With something plausible in every variable."""
        named = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "str", "x"), self.path)
        return "/" + re.sub(
            r"\(\?P<\w+>[^)]*\)|[\^$\\]", lambda m: "1" if m[0][0] == "(" else "", named
        )


def routes(patterns: Any = None, prefix: str = "") -> Iterator[Route]:
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield Route(prefix + str(entry.pattern), entry.callback)


ALL = list(routes())
OURS = [
    r
    for r in ALL
    if not r.path.startswith((*THEIRS, OF_THE_API)) or r.view.__module__ == "yichuang.people.views"
]
GUARDED = [r for r in OURS if getattr(r.view, "permission", None)]
OPERATIONS = [
    (method, path, operation)
    for _prefix, router in api._routers
    for path, view in router.path_operations.items()
    for operation in view.operations
    for method in operation.methods
]


def permission_of(operation: Any) -> Any:
    """Of the operation itself, else of the API."""
    mine = operation.auth_callbacks or api.auth
    return mine[0] if isinstance(mine, (list, tuple)) else mine


GUARDED_OPERATIONS = [(m, p) for m, p, o in OPERATIONS if isinstance(permission_of(o), Needs)]


def fill(path: str) -> str:
    return "/api/v1" + re.sub(r"\{(?:\w+:)?\w+\}", str(UUID(int=1)), path)


def test_routes_are_found() -> None:
    assert len(OURS) > 20
    assert len(OPERATIONS) > 20


@pytest.mark.parametrize("route", OURS, ids=lambda r: r.path or "/")
def test_page_declares_public_or_a_permission(route: Route) -> None:
    assert hasattr(route.view, "permission"), "mark it with kit.web.public or requires(…)"
    assert route.view.permission is None or route.view.permission in all_permissions()


def _asked(client: Client, route: Route) -> list[Any]:
    """Both ways. The address of a press leads to its page, which then is what answers."""
    opened = client.get(route.address)
    if opened.status_code == 302 and not opened["Location"].startswith(LOGIN):
        assert route.address.startswith(opened["Location"]), "to the page around it, no other"
        opened = client.get(opened["Location"])
    return [opened, client.post(route.address)]


LOGIN = "/accounts/login/"


@pytest.mark.django_db
@pytest.mark.parametrize("route", GUARDED, ids=lambda r: r.path)
def test_guarded_page_refuses_a_stranger(route: Route, client: Client) -> None:
    answers = _asked(client, route)
    assert {a.status_code for a in answers} <= {302, 401, 403, 405}
    assert any(a.status_code != 405 for a in answers)
    for answer in answers:
        assert answer.status_code != 302 or answer["Location"].startswith(LOGIN)


@pytest.fixture
def postless(db: None) -> User:
    """Somebody with an account and a password, but with no post in any hall."""
    return User.objects.create_user("nobody", password="x" * 20)


@pytest.mark.parametrize("route", GUARDED, ids=lambda r: r.path)
def test_guarded_page_refuses_an_account_without_a_post(
    route: Route, client: Client, postless: User
) -> None:
    client.force_login(postless)
    answers = _asked(client, route)
    assert {a.status_code for a in answers} <= {403, 405}
    assert any(a.status_code == 403 for a in answers)


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    OPERATIONS,
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_operation_declares_open_or_a_permission(method: str, path: str, operation: Any) -> None:
    auth = permission_of(operation)
    assert isinstance(auth, Open)
    if isinstance(auth, Needs):
        assert auth.permission in all_permissions()


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), GUARDED_OPERATIONS)
def test_guarded_operation_refuses_a_stranger(method: str, path: str, client: Client) -> None:
    answer = client.generic(method, fill(path), "{}", "application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "login_required")
    bad = client.generic(method, fill(path), headers={"Authorization": "Bearer nobody"})
    assert (bad.status_code, bad.json()["code"]) == (401, "bad_token")


@pytest.mark.parametrize(("method", "path"), GUARDED_OPERATIONS)
def test_guarded_operation_refuses_an_account_without_a_post(
    method: str, path: str, client: Client, postless: User
) -> None:
    token = make_token(actor=SYSTEM, now=now(), username=postless.username)
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.generic(method, fill(path), "{}", "application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route",
    [r for r in ALL if r.path.startswith("admin/") and not re.search("log(in|out)", r.path)],
    ids=lambda r: r.path,
)
def test_administration_refuses_a_stranger(route: Route, client: Client) -> None:
    answer = client.get(route.address)
    assert answer.status_code in (302, 403, 404, 405)
    if answer.status_code == 302:
        assert "/login/" in answer["Location"] or route.path == "admin/r/"


@pytest.mark.django_db
def test_accounts_know_no_sign_up(client: Client) -> None:
    page = client.post("/accounts/signup/", {"username": "new", "password1": "x" * 20})
    assert page.status_code in (200, 403, 404)
    from yichuang.people.models import User

    assert not User.objects.exists()
