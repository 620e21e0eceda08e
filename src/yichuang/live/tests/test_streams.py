"""Real streams: uvicorn in a thread, real sockets, the test database."""

import socket
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest
import uvicorn
from django.db import connection
from django.test import Client

from yichuang.kit.actors import SYSTEM, citizen
from yichuang.kit.clock import now
from yichuang.kit.events import write
from yichuang.live import asgi, topics
from yichuang.live.server import StreamServer
from yichuang.people.tests.factories import make_account
from yichuang.places.events import HALL_CHANGED
from yichuang.places.models import Counter
from yichuang.places.tests.factories import make_hall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall():
    return make_hall("lianxi")


@pytest.fixture(scope="module")
def server():
    config = uvicorn.Config(asgi.application, log_config=None, access_log=False, lifespan="on")
    server = StreamServer(config)
    sock = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


def token(topic, actor=None, at=None):
    return topics.sign(topics.follow(topic, actor or citizen()), at or now())[0]


def tell(hall, *more):
    with write(hall.id) as w:
        w.add(
            HALL_CHANGED,
            subject=hall.id,
            actor=SYSTEM,
            now=now(),
            topics=[f"hall:{hall.code}", *more],
        )


@contextmanager
def stream(server, topic, signed=None, **headers):
    given = {"topic": topic} | ({"token": signed} if signed else {})
    with httpx.stream(
        "GET", f"{server}/live", params=given, headers=headers, timeout=10, trust_env=False
    ) as answer:
        yield answer, answer.iter_lines()


def next_id(lines):
    return int(next(line for line in lines if line.startswith("id: "))[4:])


def test_stream_when_something_happens_then_told_within_half_a_second(server, hall):
    with stream(server, "hall:lianxi", token("hall:lianxi")) as (answer, lines):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["x-accel-buffering"] == "no"
        next(lines)
        at = time.monotonic()
        tell(hall)
        assert next_id(lines) == 2  # 1 was the hall's loading
        assert next(lines) == 'data: {"topic":"hall:lianxi","id":2,"version":1}'
        assert time.monotonic() - at < 0.5


def test_stream_when_opened_without_token_then_a_public_topic_is_let_in(server, hall):
    with stream(server, "hall:lianxi") as (answer, _lines):
        assert answer.status_code == 200


def test_stream_when_the_password_has_changed_since_then_the_session_opens_none(server, hall):
    user = make_account(hall, "worker1", "worker")
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = f"sessionid={browser.cookies['sessionid'].value}"
    topic = f"counter:{Counter.objects.filter(hall=hall).first().pk}"
    with stream(server, topic, Cookie=cookie) as (answer, _lines):
        assert answer.status_code == 200
    user.set_password("x" * 20)
    user.save()
    with stream(server, topic, Cookie=cookie) as (answer, _lines):
        assert answer.status_code == 401


def test_stream_when_returning_with_last_id_then_only_what_was_missed(server, hall):
    for _ in range(3):
        tell(hall)
    signed = token("hall:lianxi")
    with stream(server, "hall:lianxi", signed, **{"Last-Event-ID": "2"}) as (_answer, lines):
        assert [next_id(lines), next_id(lines)] == [3, 4]


def test_stream_when_the_token_lapsed_then_200_with_one_reset(server, hall):
    old = token("hall:lianxi", at=now() - topics.LASTS - timedelta(seconds=1))
    with stream(server, "hall:lianxi", old) as (answer, lines):
        assert answer.status_code == 200
        assert [line for line in lines if line] == ["event: reset", "data: {}"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("topic=hall:lianxi&token=forged", 403),
        ("topic=hall:lianxi&topic=hall:b&token=x", 422),
        ("topic=hall:nowhere", 404),
        ("topic=nonsense", 422),
        ("topic=counter:1", 401),
        ("topic=ticket:nobody", 404),
        ("&".join(["topic=hall:lianxi"] * 100), 422),
    ],
)
def test_stream_when_it_may_not_be_opened_then_a_clear_refusal(server, hall, query, status):
    answer = httpx.get(f"{server}/live?{query}", trust_env=False)
    assert answer.status_code == status
    assert answer.json()["code"]


def test_token_when_made_for_another_topic_then_refused(server, hall):
    make_hall("other")
    answer = httpx.get(
        f"{server}/live",
        params={"topic": "hall:other", "token": token("hall:lianxi")},
        trust_env=False,
    )
    assert answer.status_code == 403


def test_stream_when_the_database_drops_its_connection_then_it_goes_on(server, hall):
    with stream(server, "hall:lianxi", token("hall:lianxi")) as (_answer, lines):
        next(lines)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE application_name = 'yichuang live' AND datname = current_database()"
            )
            assert cursor.fetchone()[0] == 1
        tell(hall)
        tell(hall)
        assert [next_id(lines), next_id(lines)] == [2, 3]


def test_stream_when_the_server_stops_then_it_ends_within_a_second(server, hall):
    with stream(server, "hall:lianxi", token("hall:lianxi")) as (_answer, lines):
        next(lines)
        at = time.monotonic()
        asgi.hub.close()
        try:
            assert [line for line in lines if line] == []
            assert time.monotonic() - at < 1
        finally:
            asgi.hub.closed = False


def test_stream_when_browsers_leave_then_nobody_is_kept(server, hall):
    for _ in range(5):
        with stream(server, "hall:lianxi", token("hall:lianxi")) as (_answer, lines):
            next(lines)
            assert asgi.hub.listeners
    deadline = time.monotonic() + 3
    while asgi.hub.listeners and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not asgi.hub.listeners
