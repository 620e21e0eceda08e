"""Who holds the key rates; nobody else, and nobody sees who."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yichuang.feedback import queries, services
from yichuang.feedback.models import Rating
from yichuang.feedback.tags import tags
from yichuang.kit.actors import Actor, citizen
from yichuang.kit.errors import Forbidden, Invalid, NotFound, Refused
from yichuang.kit.models import Event
from yichuang.kit.privacy import decrypt, keyed_hash
from yichuang.places.models import Hall
from yichuang.tickets.models import Visit

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KEY = "k" * 32
ME = citizen("device-of-somebody-in-the-hall")


@pytest.fixture
def hall() -> Hall:
    return Hall.objects.create(code="qinghe", name="清河区政务服务大厅")


def visit(hall: Hall, key: str = KEY) -> Visit:
    return Visit.objects.create(hall=hall, day=NOW.date(), rating_hash=keyed_hash("rating", key))


def rate(key: str = KEY, **more):
    given = {"actor": ME, "now": NOW, "rating_key": key, "level": 5} | more
    return services.rate(**given)


def fits(code: str, level: int) -> bool:
    return level in tags()[code].levels


def test_rate_with_the_key_then_kept_and_sealed(hall: Hall) -> None:
    seen = visit(hall)
    assert rate(tags=["own-fast", "own-fast"], comment="很快")["corrected"] is False
    kept = Rating.objects.get()
    assert (kept.level, kept.tags, decrypt(kept.comment, "rating")) == (5, ["own-fast"], "很快")
    assert str(seen.id) not in kept.visit_sealed + kept.key_hash
    assert decrypt(kept.visit_sealed, "visit") == str(seen.id)


def test_rate_again_within_the_hours_then_corrected_and_one_row(hall: Hall) -> None:
    visit(hall)
    rate()
    assert rate(level=2, now=NOW + timedelta(hours=24))["corrected"] is True
    assert Rating.objects.get().level == 2
    assert queries.own_rating(KEY).level == 2


def test_rate_again_with_the_level_alone_then_words_and_fitting_tags_stay(hall: Hall) -> None:
    visit(hall)
    rate(tags=["own-fast", "307"], comment="很快")
    assert rate(level=4)["tags"] == [code for code in ("own-fast", "307") if fits(code, 4)]
    kept = Rating.objects.get()
    assert (kept.level, decrypt(kept.comment, "rating")) == (4, "很快")
    assert rate(level=1)["tags"] == []
    assert decrypt(Rating.objects.get().comment, "rating") == "很快"


def test_rate_again_with_empty_words_and_tags_then_taken_back(hall: Hall) -> None:
    visit(hall)
    rate(tags=["own-fast"], comment="很快")
    assert rate(tags=[], comment="")["tags"] == []
    assert decrypt(Rating.objects.get().comment, "rating") == ""


def test_rate_again_after_the_hours_then_too_late(hall: Hall) -> None:
    visit(hall)
    rate()
    with pytest.raises(Refused, match="too_late"):
        rate(level=1, now=NOW + timedelta(hours=24, seconds=1))
    assert Rating.objects.get().level == 5


@pytest.mark.parametrize("kind", ["staff", "machine"])
def test_rate_by_staff_or_machine_then_refused(hall: Hall, kind: str) -> None:
    visit(hall)
    actor = Actor(kind=kind, key="worker1", hall_id=hall.id)
    with pytest.raises(Forbidden, match="not_for_staff"):
        rate(actor=actor)
    assert not Rating.objects.exists()


@pytest.mark.parametrize("key", ["", "wrong" * 6, "钥" * 20, "x" * 200])
def test_rate_with_a_key_of_nobody_then_refused(hall: Hall, key: str) -> None:
    visit(hall)
    with pytest.raises(NotFound, match="no_such_key"):
        rate(key=key)


@pytest.mark.parametrize("wrong", [{"level": 6}, {"tags": ["nix"]}, {"comment": "长" * 501}])
def test_rate_with_unknown_words_then_refused(hall: Hall, wrong: dict) -> None:
    visit(hall)
    with pytest.raises(Invalid):
        rate(**wrong)


def test_event_when_rated_then_hall_and_day_only(hall: Hall) -> None:
    visit(hall)
    rate()
    event = Event.objects.get(name="rating.given")
    assert (event.subject, event.data, event.actor) == (
        str(hall.id),
        {"day": "2026-11-23"},
        "citizen",
    )
    assert (event.stream, event.seq, event.at) == ("ratings", 1, NOW.replace(day=22, hour=16))


def test_rating_when_kept_then_nothing_in_its_row_tells_the_hour(hall: Hall) -> None:
    visit(hall)
    rate()
    row = Rating.objects.values().get()
    assert row["id"].version == 4
    assert not [v for v in row.values() if isinstance(v, datetime)]
    assert NOW.isoformat() not in str(row)
    assert Rating.objects.get().given_at == NOW


@pytest.mark.django_db(transaction=True)
def test_rating_when_given_with_a_key_then_its_event_stands_in_its_own_stream(
    hall: Hall, client: Client
) -> None:
    visit(hall)
    headers = {"Idempotency-Key": "r1"}
    client.cookies["device"] = "d" * 24
    url, body = f"/api/v1/ratings/{KEY}", {"level": 5}
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(url, body, "application/json", headers=headers)
    assert answer.status_code == 200, answer.content
    assert list(Event.objects.values_list("stream", "name")) == [("ratings", "rating.given")]
    statements = [q["sql"] for q in asked if q["sql"] not in ("BEGIN", "COMMIT")]
    assert len(statements) == 3, "visit, rating, and its event together with the kept answer"


@pytest.mark.parametrize(("count", "told", "mean"), [(4, None, None), (5, 5, 5.0)])
def test_figures_from_five_on(hall: Hall, count: int, told: int | None, mean: float | None) -> None:
    for n in range(count):
        key = f"{n:032d}"
        visit(hall, key)
        rate(key=key)
    assert queries.figures_today(hall, NOW) == {"count": told, "mean": mean}


def test_investigator_opens_with_a_reason_then_recorded(hall: Hall) -> None:
    seen = visit(hall)
    rate()
    actor = Actor(
        "staff", "investigator", hall_id=hall.id, permissions=frozenset({"feedback.investigate"})
    )
    rating = Rating.objects.get().id
    with pytest.raises(Invalid, match="reason_needed"):
        services.open_visit(actor=actor, now=NOW, rating=rating, reason=" ")
    opened = services.open_visit(actor=actor, now=NOW, rating=rating, reason="群众投诉")
    assert opened == seen
    assert Event.objects.filter(name="rating.opened", stream="access").count() == 1


def test_colleague_opens_then_refused(hall: Hall) -> None:
    visit(hall)
    rate()
    actor = Actor("staff", "worker1", hall_id=hall.id, permissions=frozenset({"tickets.serve"}))
    with pytest.raises(Forbidden):
        services.open_visit(actor=actor, now=NOW, rating=Rating.objects.get().id, reason="好奇")
