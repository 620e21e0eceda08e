"""A double click or a retry does nothing twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from yichuang.kit.api import answers as keeping
from yichuang.kit.clock import now
from yichuang.kit.models import Event, IdempotentAnswer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("yichuang.kit.tests.routes"),
]
DEVICE = "d" * 24


@pytest.fixture(autouse=True)
def _tokens(settings):
    settings.ACTOR_FOR_TOKEN = "yichuang.kit.tests.routes.actor_for_token"


def client(device=DEVICE, **headers):
    caller = Client(raise_request_exception=False, headers=headers)
    if device:
        caller.cookies["device"] = device
    return caller


def post(what="x", key="k1", caller=None, path="/api/v1/do"):
    return (caller or client()).post(
        path, {"what": what}, content_type="application/json", headers={"Idempotency-Key": key}
    )


def effects():
    return Event.objects.filter(stream="main").count()


def accesses():
    return list(Event.objects.filter(stream="access").values_list("name", flat=True))


@pytest.mark.parametrize("path", ["/api/v1/do", "/page/"])
def test_reading_when_the_post_has_a_key_and_is_done_then_recorded_once(path):
    for _ in range(2):
        if path == "/page/":
            answer = client().post(path, {"what": "read", "_key": "p1"})
        else:
            answer = post("read")
        assert answer.status_code == 200
    assert accesses() == ["trial.read"]
    assert effects() == 1


def test_post_when_sent_again_then_the_first_answer_and_one_effect():
    first, again = post(), post()
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert again["Idempotent-Replay"] == "true"
    assert effects() == 1


def test_post_when_its_own_work_forbids_the_second_then_the_first_answer():
    caller = {"caller": client("", Authorization="Bearer good")}
    first, again = post("once", **caller), post("once", **caller)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again["Idempotent-Replay"] == "true"
    assert accesses() == ["trial.read"], "the refusal was nobody's"


def test_post_when_another_key_then_done_again():
    post(key="k1")
    post(key="k2")
    assert effects() == 2


def test_post_when_another_caller_uses_the_key_then_done_for_both():
    post(caller=client("a" * 24))
    post(caller=client("b" * 24))
    post(caller=client("", Authorization="Bearer good"))
    assert effects() == 3


def test_post_when_same_key_with_another_body_then_409():
    post("x")
    answer = post("y")
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_mismatch")
    assert effects() == 1


def test_refusal_when_sent_again_then_the_same_refusal_and_nothing_done():
    first, again = post("refused"), post("refused")
    assert (first.status_code, again.status_code) == (409, 409)
    assert first.content == again.content
    assert again["Idempotent-Replay"] == "true"
    assert effects() == 0


@pytest.mark.parametrize(("what", "status"), [("forbidden", 403), ("broken", 500), ("busy", 409)])
def test_answer_when_403_a_fault_or_a_busy_moment_then_not_kept(what, status):
    for _ in range(2):
        answer = post(what)
        assert answer.status_code == status
        assert not answer.has_header("Idempotent-Replay")
    assert not IdempotentAnswer.objects.exists()
    assert effects() == 0


def test_post_when_stranger_without_cookie_then_no_replay():
    post(caller=client(""))
    post(caller=client(""))
    assert effects() == 2


@pytest.mark.parametrize("key", ["k" * 201, "a\x07b"])
def test_key_when_oversized_or_odd_then_422(key):
    answer = post(key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_idempotency_key")


def test_answer_when_stored_then_encrypted():
    post("personal")
    kept = bytes(IdempotentAnswer.objects.get().answer)
    assert kept.startswith(b"k1:")
    assert b"personal" not in kept


def test_answer_when_older_than_a_day_then_done_anew_and_swept():
    post()
    IdempotentAnswer.objects.update(at=now() - timedelta(hours=25))
    assert post().status_code == 200
    assert effects() == 2
    post("refused", key="k9")
    IdempotentAnswer.objects.update(at=now() - timedelta(hours=25))
    assert keeping.forget_lapsed(now()) == 2


def test_double_click_when_both_are_in_flight_then_one_effect():
    answers = []
    gate = threading.Barrier(8)

    def click():
        gate.wait()
        answers.append(post())
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {a.status_code for a in answers} == {200}
    assert len({a.content for a in answers}) == 1
    assert effects() == 1


def test_work_when_the_process_dies_before_the_commit_then_the_retry_does_it(monkeypatch):
    def die(response):
        raise KeyboardInterrupt  # as a signal would end it, between the work and its keeping

    with monkeypatch.context() as m:
        m.setattr(keeping, "pack", die)
        with pytest.raises(KeyboardInterrupt):
            post()
    assert effects() == 0
    assert post().status_code == 200
    assert effects() == 1


def test_page_when_its_form_is_sent_twice_then_one_effect_and_the_cookies_again():
    caller = client()
    first = caller.post("/page/", {"what": "x", "_key": "p1"})
    again = client().post("/page/", {"what": "x", "_key": "p1"})
    assert first.content == again.content
    assert again.cookies["secret"].value == "s1"
    assert again.cookies["secret"]["httponly"]
    assert effects() == 1


def test_page_when_a_refused_form_is_corrected_then_it_is_done():
    assert client().post("/page/", {"what": "refused", "_key": "p1"}).status_code == 409
    assert client().post("/page/", {"what": "x", "_key": "p1"}).status_code == 200
    assert effects() == 1


def test_page_when_a_refused_form_is_sent_later_then_tried_anew():
    for _ in range(2):
        answer = client().post("/page/", {"what": "refused", "_key": "p1"})
        assert answer.status_code == 409
        assert not answer.has_header("Idempotent-Replay")


def test_refusal_when_a_known_actor_has_a_key_then_it_is_recorded_though_rolled_back():
    post("refused", caller=client("", Authorization="Bearer good"))
    event = Event.objects.get(stream="access")
    assert (event.name, event.data["code"], event.actor) == (
        "request.refused",
        "not_now",
        "staff:worker1",
    )


def test_refusal_when_a_stranger_then_not_recorded():
    post("refused")
    assert not Event.objects.filter(stream="access").exists()
