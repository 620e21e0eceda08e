"""The manager's page: its figures, who may see it, what it does to queues and counters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yichuang.feedback import services as feedback
from yichuang.kit.actors import Actor, citizen
from yichuang.people.models import User
from yichuang.places.models import Queue
from yichuang.tickets import queries, services
from yichuang.tickets.models import CounterState
from yichuang.tickets.tests.factories import NOW, House, later

pytestmark = pytest.mark.django_db
STATEMENTS = 12  # of the page and of its moving part alike
ACTS = ["queues/{queue}/stop/", "queues/{queue}/start/", "counters/{counter}/close/"]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def manager(house: House, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Logged in; half past ten in the hall."""
    monkeypatch.setattr("yichuang.office.views.now", lambda: later(30))
    return logged_in(house.actor("manager"))


def logged_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=actor.key), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def kpi(client: Client) -> dict[str, Any]:
    return {item["label"]: item for item in client.get("/office/").context["kpi"]}


def rated(house: House, count: int, level: int = 4) -> None:
    """Visits of today, each rated by its citizen."""
    worker, counter = house.desk(9)
    for _ in range(count):
        taken = house.taken("A", code=queries.arrival_code(house.hall, NOW))
        ticket = services.call_next(actor=worker, now=NOW, counter=counter)
        assert ticket is not None
        services.start(actor=worker, now=NOW, ticket=ticket)
        services.finish(actor=worker, now=NOW, ticket=ticket)
        feedback.rate(
            actor=citizen("d" * 24), now=later(1), rating_key=taken.rating_key, level=level
        )


def test_page_when_somebody_waits_too_long_then_title_bar_and_list_say_it(
    house: House, manager: Client
) -> None:
    house.take("A", now=NOW)
    house.take("A", now=later(5))
    house.take("B", now=later(25))
    house.counter(4, "A")
    answer = manager.get("/office/")
    page, text = answer.context, answer.content.decode()
    assert page["title"] == "A 队等了 30 分钟，共 3 件事要处理"
    assert [t.title for t in page["todo"]] == ["给A 队加开窗口", "A 队没有人办", "B 队没有人办"]
    assert "2 人在等，最久 30 分钟。4 号窗口能办，现在没开。" in text
    assert [(b["value"], b["bad"]) for b in page["bars"]["bars"]] == [(30, True), (5, False)]
    assert (page["kpi"][0]["value"], page["kpi"][1]["value"]) == (3, 30)
    assert page["kpi"][1]["bad"]


def test_list_when_it_is_long_then_the_five_worst_and_how_many_more(
    house: House, manager: Client
) -> None:
    for prefix in "ABZ":
        house.take(prefix, now=NOW)
    answer = manager.get("/office/")
    assert (len(answer.context["todo_first"]), answer.context["todo_more"]) == (5, 1)
    assert "还有 1 件" in answer.content.decode()


@pytest.mark.parametrize(("older", "told"), [(10, False), (11, True)])
def test_page_when_over_a_quarter_is_older_then_a_counter_of_their_own_is_proposed(
    house: House, manager: Client, older: int, told: bool
) -> None:
    guide = house.guide()
    for number in range(40):
        needs = [] if number >= older else ["over80"] if number == 0 else ["older"]
        house.take("A", actor=guide, now=later(29), needs=needs)
    titles = [t.title for t in manager.get("/office/").context["todo"]]
    assert ("给老年人单设一个窗口" in titles) == told


def test_page_when_the_day_is_young_then_calm_and_says_what_it_watches(manager: Client) -> None:
    answer = manager.get("/office/")
    assert answer.context["title"] == "大厅运转正常，现在没有要处理的事"
    assert answer.context["curve"] is None
    assert "有队列等了超过 20 分钟" in answer.content.decode()


def test_figures_when_counters_and_visits_differ_then_each_is_counted(
    house: House, manager: Client
) -> None:
    worker, counter = house.desk(1)
    served = house.at_desk(worker, counter, state="serving")
    services.finish(actor=worker, now=later(1), ticket=served)
    house.counter(2)
    resting, paused = house.desk(3)
    services.pause_counter(actor=resting, now=later(2), counter=paused.pk, reason="吃饭")
    house.taken("A", now=later(3))  # from a phone, not here yet
    shown = kpi(manager)
    assert (shown["正在等"]["value"], shown["正在等"]["text"]) == (1, "1 人还没到大厅")
    assert (shown["开着的窗口"]["value"], shown["开着的窗口"]["unit"]) == (1, "/ 3")
    assert shown["开着的窗口"]["text"] == "1 个暂停，1 个未开"
    assert (shown["今天办完"]["value"], shown["今天办完"]["text"]) == (1, "取号 2 个")
    assert shown["一次性告知"]["value"] == 0


@pytest.mark.parametrize(
    ("count", "value", "text"),
    [(0, "–", "满五人评价才显示"), (4, "–", "满五人评价才显示"), (5, 4.0, "5 人评价")],
)
def test_ratings_from_five_on(
    house: House, manager: Client, count: int, value: object, text: str
) -> None:
    rated(house, count)
    assert kpi(manager)["评价"]["value"] == value
    assert kpi(manager)["评价"]["text"] == text


def test_queue_when_stopped_and_started_again_then_the_page_shows_the_reason(
    house: House, manager: Client
) -> None:
    queue = house.queues["A"]
    assert (
        manager.post(f"/office/queues/{queue.pk}/stop/", {"reason": "系统维护"}).status_code == 302
    )
    assert Queue.objects.get(pk=queue.pk).stopped_reason == "系统维护"
    answer = manager.get("/office/")
    assert "停号：系统维护" in answer.content.decode()
    assert [t.title for t in answer.context["todo"]] == ["A 队停着号"]
    manager.post(f"/office/queues/{queue.pk}/start/")
    assert Queue.objects.get(pk=queue.pk).stopped_at is None


def test_tables_when_some_wait_too_long_and_a_counter_rests_then_both_stand_out(
    house: House, manager: Client
) -> None:
    house.desk(1, "B")
    house.take("A")
    resting, paused = house.desk(3)
    services.pause_counter(actor=resting, now=later(12), counter=paused.pk, reason="吃饭")
    page = manager.get("/office/tables/").content.decode()
    rows = {name: row for name in "ABZ" for row in page.split("<tr>") if f">{name}</span> " in row}
    late, unserved = '<td class="n num bad-word">30</td>', '<td class="n num bad-word">0</td>'
    assert late in rows["A"] and unserved in rows["A"], "over 20 minutes, and nobody calls them"
    assert "bad-word" not in rows["B"] + rows["Z"], "nobody waits there"
    assert "暂停 18 分钟" in page and "<small>吃饭</small>" in page


def test_queue_when_stopped_without_a_reason_then_422_and_still_open(
    house: House, manager: Client
) -> None:
    queue = house.queues["A"]
    assert manager.post(f"/office/queues/{queue.pk}/stop/", {"reason": " "}).status_code == 422
    assert Queue.objects.get(pk=queue.pk).stopped_at is None


def test_counter_when_left_open_then_closed_by_the_manager(house: House, manager: Client) -> None:
    _worker, counter = house.desk(1)
    assert manager.post(f"/office/counters/{counter.pk}/close/").status_code == 302
    assert CounterState.objects.get(pk=counter.pk).state == "closed"


def test_counter_when_somebody_sits_there_then_stays_open_and_is_told(
    house: House, manager: Client
) -> None:
    worker, counter = house.desk(1)
    house.at_desk(worker, counter, state="serving")
    assert manager.post(f"/office/counters/{counter.pk}/close/").status_code == 409
    assert CounterState.objects.get(pk=counter.pk).state == "open"
    assert f"/office/counters/{counter.pk}/close/" not in manager.get("/office/").content.decode()


@pytest.mark.parametrize("address", ACTS)
@pytest.mark.parametrize("key", ["not-a-key", str(uuid4())], ids=["no key", "nobody's"])
def test_act_when_the_key_is_nobodys_then_refused(manager: Client, address: str, key: str) -> None:
    path = "/office/" + address.format(queue=key, counter=key)
    assert manager.post(path, {"reason": "试"}).status_code in (404, 422)


@pytest.mark.parametrize("address", ACTS)
def test_act_when_of_another_hall_then_404_and_unchanged(manager: Client, address: str) -> None:
    other = House()
    _worker, counter = other.desk(1)
    path = address.format(queue=other.queues["A"].pk, counter=counter.pk)
    assert manager.post(f"/office/{path}", {"reason": "试"}).status_code == 404
    assert Queue.objects.get(pk=other.queues["A"].pk).stopped_at is None
    assert CounterState.objects.get(pk=counter.pk).state == "open"


@pytest.mark.parametrize("address", ["", "now/", *ACTS])
@pytest.mark.parametrize("role", ["", "worker", "guide", "auditor", "board"])
def test_page_when_no_manager_asks_then_refused(house: House, address: str, role: str) -> None:
    path = "/office/" + address.format(queue=house.queues["A"].pk, counter=house.counter(1).pk)
    client = logged_in(house.actor(role)) if role else Client()
    answer = client.get(path) if address in ("", "now/") else client.post(path, {"reason": "试"})
    if role:
        assert answer.status_code == 403
    else:
        assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
    assert Queue.objects.get(pk=house.queues["A"].pk).stopped_at is None


@contextmanager
def counted(expected: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as found:
        yield
    sql = [q["sql"] for q in found]
    assert len(sql) == expected, "\n".join(s[:160] for s in sql)


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_rows(house: House, manager: Client, rows: int) -> None:
    at: datetime = NOW
    for number in range(rows):
        worker, counter = house.desk(number + 1, now=at)
        passed = house.at_desk(worker, counter)
        for _ in range(house.hall.pass_after_calls):
            services.recall(actor=worker, now=later(2), ticket=passed)
        services.pass_ticket(actor=worker, now=later(5), ticket=passed)
        house.take("A", now=later(6))
    manager.get("/office/")
    with counted(STATEMENTS):
        answer = manager.get("/office/")
    assert answer.context["figures"]["waiting"] == len(answer.context["passed"]) == rows
    with counted(STATEMENTS):
        manager.get("/office/now/")
