"""A hall from its file, what it serves, when it is open."""

import threading
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from yichuang.catalogue.models import Department, Item
from yichuang.kit.actors import SYSTEM, Actor, citizen
from yichuang.kit.clock import now
from yichuang.kit.errors import Forbidden, Invalid, NotFound, Unauthorized
from yichuang.kit.ids import new_id
from yichuang.kit.models import Event
from yichuang.places import queries
from yichuang.places.loading import read_plan
from yichuang.places.models import (
    CalendarDay,
    CalendarYear,
    Counter,
    CounterQueue,
    Hall,
    OpeningHours,
    Queue,
)
from yichuang.places.permissions import MANAGE
from yichuang.places.services import load_calendar, load_hall, serve_items

from .factories import make_hall, plan_text

pytestmark = pytest.mark.django_db
NOTICE = """
year: 2026
source: 通知
holidays:
- {name: 国庆节, from: 2026-10-01, to: 2026-10-07, workdays: [2026-09-20, 2026-10-10]}
"""


@pytest.fixture
def hall():
    return make_hall()


def make_items(count, prefix="A"):
    department = Department.objects.create(code=f"D{prefix}", name="公安局")
    return [
        Item.objects.create(
            code=f"{prefix}-{n:03d}",
            name=f"事项{n}",
            department=department,
            origin="authored",
            handled_in="here",
            prefix=prefix,
            order=n,
        )
        for n in range(count)
    ]


def load(text, actor=SYSTEM):
    return load_hall(actor=actor, now=now(), plan=read_plan(text))


def serve(hall, **more):
    return serve_items(actor=SYSTEM, now=now(), hall=hall, **more)


def at(text):
    """A moment in the hall's own time."""
    return datetime.fromisoformat(text + "+08:00").astimezone(UTC)


def test_hall_when_loaded_then_whole_with_one_event():
    hall, rows = load(plan_text())
    assert rows == 1 + 2 + 2 + 10 + 2 + 3
    assert [q.prefix for q in queries.queues(hall)] == ["A", "B"]
    assert CounterQueue.objects.filter(hall=hall).count() == 3
    assert Event.objects.get().name == "hall.loaded"


@pytest.mark.parametrize("zone", ["Asia/Beijing", "北京", "", "[8]"])
def test_hall_when_its_zone_is_none_then_refused(zone):
    plan = plan_text().replace("name: 练习大厅", f"name: 练习大厅, timezone: {zone or repr(zone)}")
    with pytest.raises(Invalid, match="时区"):
        load(plan)
    with pytest.raises(ValidationError, match="时区"):
        Hall(code="x", name="x", timezone=zone or "-").full_clean()
    assert not Hall.objects.exists()


def test_hall_when_loaded_twice_then_nothing_changes():
    load(plan_text())
    assert load(plan_text())[1] == 0
    assert Event.objects.count() == 1


def test_hall_when_changed_by_hand_then_loading_again_leaves_it(hall):
    Hall.objects.update(name="改过的名字")
    Queue.objects.filter(prefix="A").update(name="改过的队列")
    Counter.objects.filter(number=2).delete()
    hall, rows = load(plan_text())
    assert rows == 2  # the counter that is missing, and what it is equipped for
    assert hall.name == "改过的名字"
    assert Queue.objects.get(prefix="A").name == "改过的队列"


def test_hall_when_a_stranger_loads_it_then_refused():
    with pytest.raises(Unauthorized):
        load(plan_text(), citizen("d"))
    assert not Hall.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("prefix: B", "prefix: A", "前缀用了两次"),
        ("prefix: B", "prefix: b1", "大写字母"),
        ("number: 2", "number: 1", "窗口号用了两次"),
        ("zone: b", "zone: z", "没有这个区"),
        ("queues: [B]", "queues: [Q]", "没有这个队列"),
        ("'17:00'", "'25:00'", "08:30"),
        ("opens: '13:00'", "opens: '18:00'", "先后不对"),
        ("name: 练习大厅", "title: x", "name"),
        ("hall:", "nothing:", "hall"),
        ("hall:", "{", "YAML"),
    ],
)
def test_plan_when_it_is_wrong_then_refused_in_words(old, new, words):
    read_plan(plan_text())
    with pytest.raises(Invalid) as refusal:
        read_plan(plan_text().replace(old, new))
    assert words in refusal.value.detail


def test_hall_when_unknown_then_404(hall):
    assert queries.hall_by_code("lianxi") == hall
    for code in ("nowhere", "", "a\0b"):
        with pytest.raises(NotFound):
            queries.hall_by_code(code)


def test_items_when_served_then_in_their_own_queue_and_twice_changes_nothing(hall):
    make_items(2, "A")
    make_items(1, "X")
    assert serve(hall) == 2  # X has no queue here
    assert serve(hall) == 0
    assert serve(hall, fallback="B") == 1
    item = queries.hall_item(hall, "X-000")
    assert item.queue.prefix == "B"
    assert queries.queue_of(hall, item.item) == item.queue


def test_item_when_not_served_here_then_404(hall):
    other = make_hall("other")
    items = make_items(1)
    serve(other)
    for code in ("A-000", "none", "a\0"):
        with pytest.raises(NotFound):
            queries.hall_item(hall, code)
    with pytest.raises(NotFound):
        queries.queue_of(hall, items[0])


def test_items_when_listed_then_the_most_used_first_and_in_pages(hall):
    make_items(7)
    serve(hall, most_used=["A-005", "A-002"])
    first = queries.items_of_hall(hall, limit=4)
    assert [row.item.code for row in first.items] == ["A-005", "A-002", "A-000", "A-001"]
    rest = queries.items_of_hall(hall, cursor=first.next, limit=4)
    assert [row.item.code for row in rest.items] == ["A-003", "A-004", "A-006"]
    assert rest.next is None


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "W10", "WzEsMl0", "//", "é"])
def test_items_when_the_cursor_is_not_ours_then_422(hall, cursor):
    with pytest.raises(Invalid):
        queries.items_of_hall(hall, cursor=cursor)


@pytest.mark.parametrize("count", [1, 3])
def test_items_when_listed_then_two_statements(hall, count, django_assert_num_queries):
    make_items(count)
    serve(hall)
    with django_assert_num_queries(2):  # the hall, its items
        answer = Client().get("/api/v1/halls/lianxi/items")
    assert len(answer.json()["items"]) == count
    assert answer.json()["items"][0]["department"] == "公安局"


def test_items_when_one_has_a_mean_of_its_own_then_it_stands_before_the_queues(hall):
    Item.objects.filter(id=make_items(2)[0].id).update(mean_minutes=21.5)
    serve(hall)
    found = Client().get("/api/v1/halls/lianxi/items").json()["items"]
    assert [item["mean_minutes"] for item in found] == [21.5, 8]


def test_items_when_searched_then_only_what_this_hall_serves(hall):
    make_items(2, "A")
    other = make_hall("other")
    make_items(1, "B")
    serve(other)
    assert queries.items_of_hall(hall, q="事项").items == []
    serve(hall)
    assert {row.item.code for row in queries.items_of_hall(hall, q="事项1").items} >= {"A-001"}


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00:00", True),
        ("2026-11-23T11:59:59", True),
        ("2026-11-23T12:00:00", False),
        ("2026-11-23T13:00:00", True),
        ("2026-11-23T17:00:00", False),
        ("2026-11-22T10:00:00", False),  # a Sunday
        ("2026-10-01T10:00:00", False),  # a Thursday, holiday
        ("2026-10-10T10:00:00", True),  # a Saturday, made up
    ],
)
def test_hall_when_asked_whether_open_then_its_own_time_and_the_calendar(hall, moment, is_open):
    load_calendar(actor=SYSTEM, now=now(), text=NOTICE)
    assert queries.open_now(hall, at(moment)) is is_open


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ([], ""),
        ([(d, 0, 1440) for d in range(7)], "每天 24 小时"),
        (
            [(d, o, c) for d in range(5) for o, c in ((540, 720), (780, 1020))],
            "周一至周五 09:00–12:00、13:00–17:00；节假日休息",
        ),
        (
            [*((d, 540, 1020) for d in (0, 1, 2, 4)), (3, 540, 720), (5, 570, 720), (6, 570, 720)],
            "周一至周三、周五 09:00–17:00；周四 09:00–12:00；周六、周日 09:30–12:00",
        ),
    ],
)
def test_hours_when_told_in_words_then_days_alike_stand_together(hall, hours, words):
    OpeningHours.objects.filter(hall=hall).delete()
    for weekday, opens, closes in hours:
        OpeningHours.objects.create(
            hall=hall, weekday=weekday, opens_minute=opens, closes_minute=closes
        )
    assert queries.hours_in_words(hall) == words


def test_closing_when_asked_then_the_last_of_the_day(hall):
    assert queries.minutes_to_close(hall, at("2026-11-23T12:30:00")) == 270
    assert queries.minutes_to_close(hall, at("2026-11-23T17:30:00")) is None
    assert queries.minutes_to_close(hall, at("2026-11-22T10:00:00")) is None


def test_calendar_when_loaded_twice_then_nothing_changes_and_a_new_notice_replaces_the_year():
    assert load_calendar(actor=SYSTEM, now=now(), text=NOTICE) == (2026, 9)
    assert load_calendar(actor=SYSTEM, now=now(), text=NOTICE) == (2026, 0)
    assert Event.objects.count() == 1
    shorter = NOTICE.replace("2026-10-07", "2026-10-05")
    assert load_calendar(actor=SYSTEM, now=now(), text=shorter) == (2026, 7)
    assert CalendarDay.objects.count() == 7
    assert CalendarYear.objects.get().source == "通知"


def test_calendar_command_when_the_file_is_wrong_then_one_error(tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(NOTICE, "utf-8")
    bad.write_text("year: 2026", "utf-8")
    call_command("load_calendar", good, verbosity=0)
    for path in (bad, tmp_path / "none.yaml"):
        with pytest.raises(CommandError):
            call_command("load_calendar", path)
    assert CalendarDay.objects.count() == 9


def test_hall_when_shown_then_as_the_contract_says(hall, django_assert_num_queries):
    with django_assert_num_queries(9):
        answer = Client().get("/api/v1/halls/lianxi").json()
    assert answer["zones"][0] == {"code": "a", "name": "A 区", "floor": "一楼", "seat_hint": ""}
    assert answer["hours"][0] == {"weekday": 0, "opens": "09:00", "closes": "12:00"}
    counter = answer["counters"][0]
    assert counter["state"] == "closed"
    assert [skill["prefix"] for skill in counter["skills"]] == ["A", "B"]
    assert Client().get("/api/v1/halls").json()["items"][0]["code"] == "lianxi"


def at_once(work, times=4):
    """What each of several threads got, or its refusal."""
    gate, found = threading.Barrier(times), []

    def one():
        gate.wait()
        try:
            found.append(work())
        except Exception as error:  # whatever it was, the test tells it
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_items_when_served_by_several_at_once_then_each_stands_once():
    hall = make_hall()
    make_items(40)
    assert sorted(at_once(lambda: serve(hall))) == [0, 0, 0, 40]


@pytest.mark.django_db(transaction=True)
def test_hall_when_loaded_by_several_at_once_then_one_hall():
    found = at_once(lambda: load(plan_text())[1])
    assert {f.code for f in found if isinstance(f, Exception)} <= {"try_again"}
    assert [rows for rows in found if not isinstance(rows, Exception) and rows] == [20]
    assert (Hall.objects.count(), Queue.objects.count(), Counter.objects.count()) == (1, 2, 2)


def test_hall_when_an_administrator_of_another_loads_it_then_refused(hall):
    other = Actor("staff", "admin", permissions=frozenset({MANAGE}), hall_id=new_id())
    for text in (plan_text(), plan_text("new")):
        with pytest.raises(Forbidden):
            load(text, actor=other)
    assert Hall.objects.count() == 1
