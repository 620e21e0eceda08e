"""Edges of pages and of the API: who comes in, and how a refusal looks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from yichuang.kit.actors import SYSTEM, Actor, citizen, who_acts
from yichuang.kit.clock import now
from yichuang.kit.device import given_at, is_new, new_device
from yichuang.kit.errors import Forbidden, Unauthorized
from yichuang.kit.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.urls("yichuang.kit.tests.routes")]


@pytest.fixture(autouse=True)
def _tokens(settings):
    settings.ACTOR_FOR_TOKEN = "yichuang.kit.tests.routes.actor_for_token"
    settings.ACTOR_FOR_USER = "yichuang.kit.tests.routes.actor_for_user"


def test_inner_page_when_a_stranger_then_sent_to_log_in(client):
    answer = client.get("/inner/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_part_of_a_page_when_the_login_lapsed_then_the_whole_page_goes_there(client):
    answer = client.get(
        "/inner/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?matter=abc"},
    )
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer["HX-Redirect"] == "/accounts/login/?next=/desk/%3Fmatter%3Dabc"
    plain = client.get("/inner/", headers={"HX-Request": "true"})
    assert plain["HX-Redirect"] == "/accounts/login/?next=/inner/"


def test_page_when_a_new_browser_then_a_device_cookie_that_stays(client):
    first = client.post("/page/", {"what": "x"})
    assert first.cookies["device"]["httponly"]
    assert "device" not in client.post("/page/", {"what": "x"}).cookies


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        ("", 401, "login_required"),
        ("Bearer wrong", 401, "bad_token"),
        ("Bearer good", 200, None),
        ("bearer  good ", 200, None),
    ],
)
def test_api_when_guarded_then_only_the_bearer_of_a_good_token(client, header, status, code):
    headers = {"Authorization": header} if header else {}
    answer = client.post(
        "/api/v1/guarded", {"what": "x"}, content_type="application/json", headers=headers
    )
    assert (answer.status_code, answer.json().get("code")) == (status, code)


def with_session():
    client = Client(enforce_csrf_checks=True)
    user = get_user_model().objects.create(username="worker1")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("path", ["/api/v1/guarded", "/api/v1/do"])
@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data; boundary=x"]
)
def test_api_when_the_session_of_a_browser_then_only_from_our_own_pages(path, kind):
    client = with_session()
    forged = client.post(path, '{"what": "x"}', content_type=kind)
    assert (forged.status_code, forged.json()["code"]) == (403, "csrf_failed")
    assert not Event.objects.filter(stream="main").exists()
    client.cookies["csrftoken"] = token = _get_new_csrf_string()
    own = client.post(path, '{"what": "x"}', content_type=kind, headers={"X-CSRFToken": token})
    assert own.status_code == 200
    wrong = client.post(path, '{"what": "x"}', headers={"X-CSRFToken": "x" * 32}, content_type=kind)
    assert wrong.status_code == 403


@pytest.mark.parametrize("header", ["", "Bearer good"])
def test_api_when_a_token_or_a_stranger_then_no_page_of_ours_is_asked_for(header):
    client = Client(enforce_csrf_checks=True, headers={"Authorization": header} if header else {})
    answer = client.post("/api/v1/do", {"what": "x"}, content_type="application/json")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        '{"what": 3}',
        '{"what": null}',
        "\x00",
        '{"what": "a\\u0000b"}',
        '{"what": "\\ud800"}',
        '{"what": NaN}',
        b"\xff\xfe",
        "[" * 100_000,
    ],
)
def test_api_when_the_body_is_malformed_then_a_problem_document(client, body):
    answer = client.post("/api/v1/do", body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail"} <= set(answer.json())


def test_api_when_the_body_is_oversized_then_413(client):
    headers = {"Idempotency-Key": "k"}
    for more in ({}, {"headers": headers}):
        client.cookies["device"] = "d" * 24
        body = {"what": "x" * 300_000}
        answer = client.post("/api/v1/do", body, content_type="application/json", **more)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_api_when_texts_have_rare_characters_then_taken_and_given_as_they_are(client):
    name = "古丽·𠮷𱁬"
    answer = client.post("/api/v1/do", {"what": name}, content_type="application/json")
    assert answer.json()["what"] == name
    assert name.encode() in answer.content


@pytest.mark.parametrize("address", ["/page/?q=%00", "/api/v1/do?x=a%00", "/page%00/"])
def test_address_when_it_holds_nul_then_400(client, address):
    assert client.get(address).status_code in (400, 404)


def test_api_when_another_method_then_405_not_a_fault(client):
    assert client.delete("/api/v1/do").status_code == 405


def test_part_when_asked_again_then_304_though_its_key_is_new(client):
    first = client.get("/page/", headers={"HX-Request": "true"})
    tag = first["ETag"]
    again = client.get("/page/", headers={"HX-Request": "true", "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_page_when_whole_then_no_etag(client):
    assert not client.get("/page/").has_header("ETag")


def test_refusal_when_a_part_asked_then_it_goes_to_the_refusal_area(client):
    answer = client.post("/page/", {"what": "refused"}, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#refusal"


def test_refusal_when_a_page_asked_then_a_page_in_words(client):
    answer = client.post("/page/", {"what": "refused", "_key": "k"})
    assert answer.status_code == 409
    assert "现在不行" in answer.content.decode()
    assert not Event.objects.exists()


def test_actor_when_the_permission_is_of_another_hall_then_forbidden():
    here = uuid4()
    worker = Actor("staff", "w", permissions=frozenset({"a.b"}), hall_id=here)
    worker.require("a.b", here)
    with pytest.raises(Forbidden):
        worker.require("a.b", uuid4())
    with pytest.raises(Unauthorized):
        citizen("d").require("a.b")
    SYSTEM.require("a.b", here)


def test_device_when_given_by_us_then_known_by_its_signature_alone():
    at = now()
    device = new_device(at)
    assert 20 <= len(device) <= 64
    assert given_at(device) == at.replace(microsecond=0)
    assert is_new(device, at + timedelta(minutes=9))
    assert not is_new(device, at + timedelta(minutes=11))
    name, second, mac = device.split(".")
    earlier = f"{int(second, 16) - 86400:08x}"
    for forged in (
        f"{name}.{earlier}.{mac}",
        f"{name}.{second}.{mac[:-1]}",
        f"{name[::-1]}.{second}.{mac}",
        f"{name}.{second}.é",
        f"{name}.zzzzzzzz.{mac}",
        "d" * 24,
        "",
        "..",
    ):
        assert given_at(forged) is None
        assert is_new(forged, at + timedelta(days=1))


def test_device_when_made_up_then_replaced_by_a_page_and_kept_by_a_post(client):
    client.cookies["device"] = "d" * 24
    assert "device" not in client.post("/api/v1/do", {"what": "x"}, "application/json").cookies
    assert client.get("/read/").cookies["device"].value.count(".") == 2
    assert "device" not in client.get("/read/").cookies


def test_client_when_its_device_cookie_is_odd_then_replaced():
    caller = Client()
    caller.cookies["device"] = "short"
    answer = caller.post("/api/v1/do", {"what": "x"}, content_type="application/json")
    assert 20 <= len(answer.cookies["device"].value) <= 64


@pytest.mark.parametrize(
    ("actor", "told"),
    [
        (Actor("staff", "worker1"), ("staff", "worker1")),
        (Actor("machine", "a:b"), ("machine", "a:b")),
        (citizen("d"), ("citizen", "")),
        (SYSTEM, ("system", "")),
    ],
)
def test_actor_when_named_by_an_event_then_read_back_and_a_citizen_never(actor, told):
    assert who_acts(actor.ref) == told
