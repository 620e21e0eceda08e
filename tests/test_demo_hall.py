"""The demonstration hall as api.md promises it."""

import stat
from typing import Any

import pytest
from django.test import Client

from yichuang.kit.clock import now
from yichuang.kit.models import Event
from yichuang.people.models import Authorisation, Membership, User
from yichuang.project.demo import load_demo, password_file

API = "/api/v1/halls/qinghe"


@pytest.fixture
def hall(db: None, settings: Any, tmp_path: Any) -> Any:
    settings.VAR = tmp_path
    return load_demo(now())[0]


def test_demo_when_loaded_twice_then_nothing_changes(hall: Any) -> None:
    password, events = password_file().read_text(), Event.objects.count()
    again, added = load_demo(now())
    assert (again, added) == (hall, 0)
    assert (password_file().read_text(), Event.objects.count()) == (password, events)


def test_password_when_made_then_random_private_and_of_every_login(hall: Any) -> None:
    assert stat.S_IMODE(password_file().stat().st_mode) == 0o600
    password = password_file().read_text().strip()
    assert len(password) >= 12
    for login in ("worker1", "worker24", "manager", "kiosk1", "second24"):
        assert User.objects.get(username=login).check_password(password)


def test_demo_when_loaded_then_every_promised_login_is_there(hall: Any) -> None:
    promised = {"guide1", "approver1", "manager", "editor", "admin", "auditor", "investigator"}
    promised |= {"kiosk1", "board1"} | {f"worker{n}" for n in range(1, 25)}
    promised |= {f"second{n}" for n in range(1, 25)}
    assert promised <= set(User.objects.values_list("username", flat=True))
    machines = User.objects.filter(kind="machine").values_list("username", flat=True)
    assert set(machines) == {n for n in promised if n.startswith(("kiosk", "board", "second"))}


def test_worker_n_stands_at_the_nth_counter_and_is_authorised_for_its_skills(hall: Any) -> None:
    for n, counter in enumerate(Client().get(API).json()["counters"], 1):
        post = Membership.objects.get(user__username=f"worker{n}")
        assert str(post.counter_id) == counter["id"]
        queues = Authorisation.objects.filter(membership=post).values_list("queue_id", flat=True)
        assert {str(q) for q in queues} == {skill["id"] for skill in counter["skills"]}
        assert Membership.objects.get(user__username=f"second{n}").counter_id == post.counter_id


def test_first_eight_counters_serve_the_first_six_items(hall: Any) -> None:
    items = Client().get(f"{API}/items?q=").json()["items"][:6]
    for counter in Client().get(API).json()["counters"][:8]:
        skills = {skill["id"] for skill in counter["skills"]}
        assert {item["queue"] for item in items} <= skills


def test_first_six_items_give_a_ticket_with_item_channel_and_phone_alone(hall: Any) -> None:
    items = Client().get(f"{API}/items?q=").json()["items"][:6]
    for n, item in enumerate(items):
        body = {"item": item["id"], "channel": "phone", "phone": f"1380000000{n}"}
        answer = Client().post(f"{API}/tickets", body, content_type="application/json")
        assert answer.status_code == 201, answer.content


def test_hall_is_open_every_hour_of_every_day_with_all_forty_items(hall: Any) -> None:
    seen = Client().get(API).json()
    hours = {(h["weekday"], h["opens"], h["closes"]) for h in seen["hours"]}
    assert hours == {(day, "00:00", "24:00") for day in range(7)}
    assert len(Client().get(f"{API}/items?q=").json()["items"]) == 40
    assert len(seen["counters"]) == 24
    assert len({zone["floor"] for zone in seen["zones"]}) == 2
    assert hall.last_call_minutes == 0
