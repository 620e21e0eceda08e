"""Before closing: who takes a number is told when service is doubtful, and nobody is refused."""

from __future__ import annotations

import pytest

from yichuang.kit.actors import citizen
from yichuang.places.models import CalendarDay
from yichuang.tickets import queries
from yichuang.tickets.api.tickets import shown
from yichuang.tickets.rules import service_is_doubtful

from .factories import NOW, House, later


@pytest.mark.parametrize(
    ("closes_in", "wait_high", "last_call", "doubtful"),
    [
        (None, 300, 30, False),  # it does not close
        (31, 31, 30, False),
        (31, 32, 30, True),
        (30, None, 30, True),
        (31, None, 30, False),
        (1, None, 0, False),  # the hall gives no warning of its own
        (20, 21, 0, True),  # but the told range says it
        (0, None, 0, True),
    ],
)
def test_service_is_doubtful_by_the_told_range_or_the_halls_minutes(
    closes_in: int | None, wait_high: int | None, last_call: int, doubtful: bool
) -> None:
    assert service_is_doubtful(closes_in, wait_high, last_call) == doubtful


@pytest.fixture
def house() -> House:
    return House()


@pytest.mark.django_db
def test_doubt_when_the_range_is_longer_than_the_hall_is_open(house: House) -> None:
    house.opens((9, 11), (13, 17.5))
    assert queries.doubt_before_closing(house.hall, later(6 * 60), 90) is None
    doubt = queries.doubt_before_closing(house.hall, later(6 * 60), 91)
    assert doubt is not None
    assert (doubt.minutes, doubt.title) == (90, "今天不一定办得完")
    assert doubt.text == "90 分钟后关门。可能要等 91 分钟。"
    assert doubt.another_day == "改天来：明天（星期二），09:00 到 11:00、13:00 到 17:30。"


@pytest.mark.django_db
def test_doubt_when_no_counter_serves_then_by_the_halls_minutes(house: House) -> None:
    house.opens((9, 17))
    assert queries.doubt_before_closing(house.hall, later(6 * 60 + 29), None) is None
    doubt = queries.doubt_before_closing(house.hall, later(6 * 60 + 30), None)
    assert doubt is not None and doubt.text == "30 分钟后关门。"


@pytest.mark.django_db
def test_doubt_when_closed_then_the_next_working_day_is_named(house: House) -> None:
    house.opens((9, 17), weekdays=range(5))
    for day in (24, 25):
        CalendarDay.objects.create(year=2026, day=f"2026-11-{day}", working=False, name="休")
    doubt = queries.doubt_before_closing(house.hall, later(8 * 60), None)
    assert doubt is not None
    assert (doubt.minutes, doubt.title) == (0, "今天已过开门时间")
    assert doubt.another_day == "改天来：11 月 26 日（星期四），09:00 到 17:00。"


@pytest.mark.django_db
@pytest.mark.parametrize("spans", [[(0, 24)], []], ids=["round the clock", "no hours kept"])
def test_doubt_when_the_hall_does_not_close_then_never(
    house: House, spans: list[tuple[float, float]]
) -> None:
    house.opens(*spans)
    for minutes in (0, 13 * 60 + 59):
        assert queries.doubt_before_closing(house.hall, later(minutes), 300) is None


@pytest.mark.django_db
def test_ticket_when_service_is_doubtful_then_taken_all_the_same_and_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.opens((9, 11))
    worker, _counter = house.desk(1)
    early = house.take("A", now=NOW)
    assert queries.ticket_view(early, NOW)["closing"] is None
    for _ in range(12):
        house.take("A", now=later(1))
    late = house.taken("A", now=later(2)).ticket
    closing = queries.ticket_view(late, later(2))["closing"]
    assert closing["minutes"] == 58 and late.wait_high is not None and late.wait_high > 58
    monkeypatch.setattr("yichuang.tickets.api.tickets.now", lambda: later(2))
    assert shown(late, citizen("d" * 24))["closing"] == closing
    assert queries.ticket_view(early, later(2))["closing"] is None
    assert worker.known
