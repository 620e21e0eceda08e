"""The call display as it is rendered: which calls stand on it, and which of them are new."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client

from yichuang.board import state
from yichuang.kit.actors import Actor, citizen
from yichuang.places.models import Counter
from yichuang.tickets import queries, services
from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import NOW, House, fresh, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


class Clock:
    """What the display's pages take for now."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch
        self.set(NOW)

    def set(self, moment: datetime) -> None:
        self.patch.setattr("yichuang.board.views.now", lambda: moment)


def shown(house: House, address: str = "") -> str:
    answer = Client().get(f"/board/{house.hall.code}/{address}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def keys(page: str) -> list[str]:
    return re.findall('data-call="([^"]+)"', page)


def called(house: House, worker: Actor, counter: Counter, now: datetime) -> Ticket:
    ticket = services.call_next(actor=worker, now=now, counter=counter)
    assert ticket is not None
    return ticket


def test_number_when_passed_and_called_again_to_the_same_counter_then_a_new_call(
    clock: Clock,
) -> None:
    house = House()
    worker, counter = house.desk(1)
    ticket = house.at_desk(worker, counter)
    clock.set(later(seconds=1))
    first = keys(shown(house))
    services.pass_ticket(actor=worker, now=later(seconds=61), ticket=ticket)
    services.requeue(actor=house.guide(), now=later(seconds=70), ticket=fresh(ticket))
    called(house, worker, counter, later(seconds=80))
    clock.set(later(seconds=81))
    again = keys(shown(house))
    assert len(first) == len(again) == 1
    assert first != again
    calls = queries.board(house.hall, later(seconds=81))["calls"]
    assert [c["number"] for c in calls] == ["A001"], "one row a ticket"


def test_number_when_called_every_day_then_every_day_a_new_call(clock: Clock) -> None:
    house = House()
    worker, counter = house.desk(1)
    seen = []
    for days in range(2):
        at = later(minutes=days * 24 * 60)
        ticket = house.at_desk(worker, counter, now=at)
        clock.set(at)
        seen += keys(shown(house))
        services.start(actor=worker, now=at, ticket=ticket)
        services.finish(actor=worker, now=at, ticket=ticket)
    assert len(seen) == len(set(seen)) == 2


def test_number_of_yesterday_beside_todays_then_two_rows() -> None:
    house = House()
    (first, one), (second, two) = house.desk(1), house.desk(2)
    house.at_desk(first, one)
    tomorrow = later(minutes=24 * 60)
    house.take("A", now=tomorrow)
    called(house, second, two, tomorrow)
    calls = queries.board(house.hall, tomorrow)["calls"]
    assert [(c["number"], c["counter_number"]) for c in calls] == [("A001", 2), ("A001", 1)]


def test_call_when_it_sounded_again_and_is_passed_then_it_stays_its_three_minutes() -> None:
    house = House()
    worker, counter = house.desk(1)
    ticket = house.at_desk(worker, counter)
    services.recall(actor=worker, now=later(minutes=4), ticket=ticket)
    services.pass_ticket(actor=worker, now=later(minutes=5), ticket=ticket)
    (call,) = queries.board(house.hall, later(minutes=6))["calls"]
    assert (call["number"], call["over"]) == ("A001", True)
    assert queries.board(house.hall, later(minutes=8))["calls"] == []


def test_number_when_passed_then_not_under_the_latest_calls_until_it_is_called_again(
    clock: Clock,
) -> None:
    house = House()
    worker, counter = house.desk(1)
    ticket = house.at_desk(worker, counter)
    services.pass_ticket(actor=worker, now=later(minutes=1), ticket=ticket)
    clock.set(later(minutes=1, seconds=5))
    board = state.board_page(house.hall, citizen("somebody"), "", later(minutes=1, seconds=5))
    assert (board["passed"], board["screen"].last, board["calls"]) == (["A001"], (), [])
    assert shown(house).count("A001") == 1
    services.requeue(actor=house.guide(), now=later(minutes=1, seconds=10), ticket=ticket)
    again = services.call_next(actor=worker, now=later(minutes=1, seconds=20), counter=counter)
    assert again == ticket
    board = state.board_page(house.hall, citizen("somebody"), "", later(minutes=1, seconds=25))
    assert (board["passed"], board["calls"][0]["number"]) == ([], "A001")


def test_board_when_read_by_anybody_then_no_ticket_can_be_opened_from_it() -> None:
    house = House()
    worker, counter = house.desk(1)
    ticket = house.at_desk(worker, counter)
    page = shown(house) + str(queries.board(house.hall, NOW)["calls"])
    assert ticket.number in page
    assert ticket.public_id not in page
    assert str(ticket.id) not in page


def test_recall_when_quiet_then_the_board_keeps_the_last_one_that_sounded(clock: Clock) -> None:
    house = House(sounding_recalls=2)
    worker, counter = house.desk(1)
    ticket = house.at_desk(worker, counter)
    seen = []
    for n in range(1, 5):
        services.recall(actor=worker, now=later(minutes=n), ticket=ticket)
        clock.set(later(minutes=n, seconds=1))
        page = shown(house)
        assert "再叫一次" in page
        seen += keys(page)
        (call,) = queries.board(house.hall, later(minutes=n, seconds=1))["calls"]
        assert datetime.fromisoformat(call["at"]) == later(minutes=min(n, 2))
        assert call["recalls"] == min(n, 2)
    assert len(seen) == 4
    assert len(set(seen)) == 2, "two of them sounded"
    clock.set(later(minutes=5, seconds=1))
    page = shown(house)
    assert "now-call" not in page, "amber for three minutes after the last sound"
    assert ticket.number in page


def test_calls_when_four_are_made_between_two_looks_then_all_are_to_be_said_oldest_first(
    clock: Clock,
) -> None:
    house = House()
    for n in range(1, 5):
        worker, counter = house.desk(n)
        house.take("A")
        called(house, worker, counter, later(seconds=n / 3))
    clock.set(later(seconds=2))
    page = shown(house)
    voices = re.findall('data-voice="([^"]+)"', page)
    at = f"/board/{house.hall.code}/voice"
    assert voices == [f"{at}/A00{n}-{n}.wav" for n in range(1, 5)]
    assert len(keys(page)) == 4
    assert page.count("now-call") == 2


def test_counter_when_paused_with_a_reason_then_nobody_outside_learns_it(clock: Clock) -> None:
    house = House()
    worker, counter = house.desk(1)
    services.pause_counter(actor=worker, now=NOW, counter=counter, reason="去医院")
    strip = shown(house, "1/")
    assert "暂停一会儿" in strip
    api = Client().get(f"/api/v1/halls/{house.hall.code}/board")
    assert api.status_code == 200
    assert api.json()["counters"][0]["state"] == "paused"
    pages = [strip, shown(house), shown(house, "1/now/"), api.content.decode()]
    pages.append(Client().get(f"/api/v1/halls/{house.hall.code}").content.decode())
    assert not [page for page in pages if "去医院" in page]


def test_call_of_yesterday_when_the_day_changed_then_it_shows_its_date(clock: Clock) -> None:
    house = House()
    (worker, counter), (colleague, beside) = house.desk(1), house.desk(2)
    old = house.at_desk(worker, counter)
    for address in ("", "1/"):
        assert "11月23日" not in shown(house, address)
    clock.set(at := later(minutes=15 * 60))  # one o'clock at night in the hall
    house.take("A", now=at)
    called(house, colleague, beside, at)
    page = shown(house)
    assert "<small>11月23日</small> A001" in page
    assert page.count("11月23日") == 1, "and today's has none"
    assert "11月23日" in shown(house, "1/")
    assert "11月23日" not in shown(house, "2/")
    services.recall(actor=worker, now=at, ticket=fresh(old))
    label = shown(house).partition("再叫一次")[2].partition("</p>")[0]
    assert "11月23日" in label
    services.start(actor=worker, now=at, ticket=fresh(old))
    assert "11月23日" in shown(house, "1/")
