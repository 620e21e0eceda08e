"""What the manager should do now: figures in, sentences out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from yichuang.office.todo import LONG_PAUSE, OLDER_FROM_TICKETS, Todo, todos

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def queue(**more: Any) -> dict[str, Any]:
    given = {"id": 1, "name": "户政", "waiting": 0, "longest": 0, "open_counters": 1}
    return given | {"stopped": False, "reason": ""} | more


def counter(number: int = 1, **more: Any) -> dict[str, Any]:
    given = {"number": number, "state": "open", "queues": [1], "worker": "张丽", "reason": ""}
    return given | {"changed_at": NOW} | more


def told(*queues: dict[str, Any], counters: Any = (), slips: int = 0) -> list[Todo]:
    return todos(queues, counters, slips, 20, NOW)


@pytest.mark.parametrize(("longest", "tasks"), [(20, 0), (21, 1)])
def test_wait_beyond_the_promise_asks_for_a_counter(longest: int, tasks: int) -> None:
    assert len(told(queue(waiting=2, longest=longest))) == tasks


def test_counters_that_could_open_are_named_three_at_most() -> None:
    able = [counter(n, state="closed") for n in (3, 4, 5, 6)]
    others = [counter(1), counter(7, state="closed", queues=[2])]
    (task,) = told(queue(waiting=2, longest=30), counters=[*others, *able])
    assert task.text == "2 人在等，最久 30 分钟。3 号、4 号、5 号窗口能办，现在没开。"


def test_one_closed_counter_is_asked_for_once_for_all_queues_it_would_help() -> None:
    two = counter(2, state="closed", queues=[1, 2])
    waits = [queue(waiting=40, longest=26), queue(id=2, name="社保医保", waiting=31, longest=22)]
    (task,) = told(*waits, queue(id=3, name="车管", waiting=1, longest=9), counters=[two])
    assert task.title == "给户政、社保医保加开窗口"
    assert task.text == (
        "户政 40 人，最久 26 分钟；社保医保 31 人，最久 22 分钟。2 号窗口能办，现在没开。"
    )


def test_queues_that_no_closed_counter_would_help_are_told_one_by_one() -> None:
    waits = [queue(waiting=4, longest=26), queue(id=2, name="车管", waiting=3, longest=22)]
    assert [t.title for t in told(*waits)] == ["给户政加开窗口", "给车管加开窗口"]


def test_a_queue_that_nobody_serves_is_told_once_somebody_waits() -> None:
    assert told(queue(open_counters=0)) == []
    (task,) = told(queue(open_counters=0, waiting=1))
    assert task.title == "户政没有人办"


@pytest.mark.parametrize(("extra", "tasks"), [(0, 0), (1, 1)])
def test_a_long_pause_is_told_with_its_reason(extra: int, tasks: int) -> None:
    since = NOW - timedelta(minutes=LONG_PAUSE, seconds=extra)
    found = told(counters=[counter(state="paused", changed_at=since)])
    assert [t.text for t in found] == ["张丽，原因没填。"] * tasks


def test_order_is_worst_first_and_ends_with_slips() -> None:
    found = told(
        queue(name="车管", stopped=True, reason="系统维护"),
        queue(waiting=1, longest=40, open_counters=0),
        counters=[counter(7, state="paused", changed_at=NOW - timedelta(hours=1))],
        slips=2,
    )
    assert [t.title for t in found] == [
        "给户政加开窗口",
        "户政没有人办",
        "7 号窗口暂停了 60 分钟",
        "车管停着号",
        "2 张纸号没打出来",
    ]
    assert (found[-1].url, found[-2].text) == ("/floor/", "系统维护")


@pytest.mark.parametrize(
    ("older", "tickets", "told"),
    [
        (25, 100, False),
        (26, 100, True),
        (OLDER_FROM_TICKETS - 1, OLDER_FROM_TICKETS - 1, False),
        (OLDER_FROM_TICKETS, OLDER_FROM_TICKETS, True),
    ],
)
def test_many_older_people_ask_for_a_counter_of_their_own(
    older: int, tickets: int, told: bool
) -> None:
    found = todos([], [], 0, 20, NOW, older=older, tickets=tickets)
    texts = [f"今天 {tickets} 个号，老年人 {older} 个，超过四分之一。"]
    assert [t.text for t in found] == texts * told
