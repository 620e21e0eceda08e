"""What the crowd says at the end, and what it notices on the way."""

from __future__ import annotations

from collections import Counter

import pytest

from yichuang.project.crowd.client import Contract, Tally
from yichuang.project.crowd.run import report

WAITS = [0.5, *(1.0,) * 8, 6.0]


def line(lines: list[str], start: str) -> str:
    return next((text for text in lines if text.startswith(start)), "")


def test_report_when_played_faster_then_waits_stand_in_real_and_hall_minutes() -> None:
    lines = report(Tally(waits=WAITS), 30)
    assert line(lines, "wait") == (
        "wait in minutes: mean 1.45 real, 43.5 scaled; 90th percentile 1.00 real, 30.0 scaled; "
        "longest 6.00 real, 180.0 scaled"
    )


@pytest.mark.parametrize("speed", [0.5, 2.0, 60.0])
def test_report_when_not_at_speed_1_then_says_nothing_of_told_ranges(speed: float) -> None:
    tally = Tally(told=[(1, 3, 2.0)])
    assert not line(report(tally, speed), "told")
    assert line(report(tally, 1.0), "told") == "told ranges that held: 100% of 1"


def test_report_when_at_speed_1_then_told_ranges_are_held_against_real_minutes() -> None:
    told = [(1.0, 3.0, 2.0), (1.0, 3.0, 3.0), (1.0, 3.0, 3.1), (4.0, 9.0, 3.9)]
    assert line(report(Tally(told=told), 1), "told") == "told ranges that held: 50% of 4"


def test_report_names_people_sheets_ratings_and_every_error() -> None:
    tally = Tally(
        tickets=9,
        older=2,
        cases=7,
        passed=1,
        sheets=3,
        ratings=4,
        statuses=Counter({201: 9, 503: 1}),
        undeclared=Counter({"GET /x 418": 2}),
        failures=Counter({"ConnectError": 5}),
    )
    assert report(tally, 1) == [
        "tickets 9 (older people 2)  cases 7  passed 1",
        "sheets 3  ratings 4",
        "answers: 201: 9, 503: 1",
        "undeclared: GET /x 418 × 2",
        "no answer: ConnectError × 5",
    ]


@pytest.mark.parametrize(
    ("tally", "bad"),
    [
        (Tally(statuses=Counter({200: 5, 404: 1, 429: 3})), False),
        (Tally(statuses=Counter({200: 5, 500: 1})), True),
        (Tally(statuses=Counter({503: 1})), True),
        (Tally(undeclared=Counter({"GET /x 418": 1})), True),
        (Tally(failures=Counter({"ConnectError": 1})), True),
    ],
)
def test_tally_when_something_went_wrong_then_the_run_is_bad(tally: Tally, bad: bool) -> None:
    assert tally.bad is bad


def test_contract_knows_which_status_each_route_declares() -> None:
    answers = {"responses": {"200": {}, "409": {}}}
    contract = Contract(
        {"paths": {"/a/{id}": {"get": answers}, "/a/{id}/do": {"post": {"responses": {"201": {}}}}}}
    )
    assert contract.declares("GET", "/a/7", 200)
    assert contract.declares("GET", "/a/7", 409)
    assert contract.declares("POST", "/a/7/do", 201)
    assert not contract.declares("GET", "/a/7", 500)
    assert not contract.declares("POST", "/a/7", 200)
    assert not contract.declares("POST", "/a/7/do", 200)
    assert not contract.declares("GET", "/b", 200)
