"""The crowd comes, stays and is made up as domain.md §10 says."""

from __future__ import annotations

from datetime import date
from random import Random
from statistics import mean, pstdev
from types import SimpleNamespace
from typing import Any

import pytest

from yichuang.kit.checkdigits import resident_fits
from yichuang.places.models import FIRST_TIER
from yichuang.project.crowd import patterns
from yichuang.project.crowd.citizens import person
from yichuang.tickets.rules import age_on

MANY = 40_000
SHARES = [8, 11, 12, 11, 8, 5, 3, 0, 0, 0, 7, 8, 9, 8, 6, 4]  # 08:30 … 12:00, 13:30 … 16:30
TODAY = date(2026, 2, 3)


def test_arrivals_when_many_then_each_half_hour_has_its_share() -> None:
    came = patterns.arrivals(MANY, Random(1))
    assert came == sorted(came)
    assert len(came) == MANY
    counted = [sum(30 * i <= at < 30 * (i + 1) for at in came) for i in range(len(SHARES))]
    assert sum(counted) == MANY
    for count, share in zip(counted, SHARES, strict=True):
        assert count / MANY == pytest.approx(share / sum(SHARES), abs=0.006)


def test_arrivals_when_the_hall_opens_then_no_rush_in_the_first_minute() -> None:
    first = [at for at in patterns.arrivals(MANY, Random(1)) if at < 30]
    assert sum(at < 1 for at in first) / len(first) == pytest.approx(1 / 30, abs=0.012)


@pytest.mark.parametrize("minutes", [4.0, 12.0, 25.0])
def test_service_when_many_then_log_normal_about_the_items_mean(minutes: float) -> None:
    random = Random(2)
    drawn = [patterns.service_minutes(minutes, random) for _ in range(MANY)]
    assert mean(drawn) == pytest.approx(minutes, rel=0.02)
    assert pstdev(drawn) / mean(drawn) == pytest.approx(0.6, abs=0.02)
    median = sorted(drawn)[MANY // 2]  # of a log-normal: mean / sqrt(1 + cv²)
    assert median == pytest.approx(minutes / (1 + 0.6**2) ** 0.5, rel=0.02)


def test_people_when_many_then_older_and_first_tier_have_their_shares() -> None:
    play: Any = SimpleNamespace(random=Random(3))
    came = [person(play, number) for number in range(MANY)]
    older = [body["identity"] for body in came if "identity" in body]
    first = [body["needs"] for body in came if "needs" in body]
    assert len(older) / MANY == pytest.approx(0.17, abs=0.01)
    assert len(first) / MANY == pytest.approx(0.04, abs=0.005)
    assert {need for needs in first for need in needs} <= {*FIRST_TIER}
    assert {papers["type"] for papers in older} == {"resident_id"}


def test_older_people_when_made_up_then_numbers_fit_differ_and_tell_their_age() -> None:
    random = Random(4)
    numbers = [patterns.older_number(n, TODAY, random) for n in range(3000)]
    assert len({*numbers}) == len(numbers)
    assert all(resident_fits(number) for number in numbers)
    ages = [age_on(number, TODAY) for number in numbers]
    assert all(age is not None and 70 < age < 80 for age in ages)


def test_ratings_when_a_kiosk_gives_no_key_then_still_35_per_cent_of_all() -> None:
    with_key = patterns.BY_PHONE + patterns.FROM_ELSEWHERE
    assert with_key * patterns.RATED_OF_PHONES == pytest.approx(0.35)
