"""Number first, questions while waiting: the answers reach the counter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from yichuang.kit.clock import now
from yichuang.kit.events.models import Event
from yichuang.portal.answers import Path, kept_path
from yichuang.tickets import services
from yichuang.tickets.services import Taken
from yichuang.tickets.tests.factories import House, fresh
from yichuang.tickets.tests.test_taking import ME, refused

from .test_answers import ITEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken() -> Taken:
    house = House()
    house.publish("A", "lost", "worn", now=now() - timedelta(hours=1))
    return house.taken("A", now=now())


def browser(taken: Taken, *, holder: bool = True) -> Client:
    client = Client()
    if holder:
        client.cookies[f"t-{taken.ticket.public_id}"] = f"{taken.secret}.{taken.rating_key}"
    return client


def answer(client: Client, taken: Taken, **given: Any) -> Any:
    path = f"/t/{taken.ticket.public_id}/questions/"
    return client.post(path, {"asked": "why", **given})


def test_holders_answer_is_kept_with_the_ticket_and_can_be_changed(taken: Taken) -> None:
    client, base = browser(taken), f"/t/{taken.ticket.public_id}/"
    page = client.get(f"{base}questions/").content.decode()
    assert 'method="post"' in page and "csrfmiddlewaretoken" in page
    assert answer(client, taken, a="why~lost")["Location"] == f"{base}questions/?a=why~lost"
    assert fresh(taken.ticket).scenarios == ["lost"]
    assert client.get(f"{base}questions/")["Location"] == f"{base}list/?a=why~lost"
    told = client.get(f"{base}list/").content.decode()
    assert f"{base}questions/?a=" in told  # to change it
    assert client.get(f"{base}questions/?a=").status_code == 200
    answer(client, taken, a="why~worn")
    assert fresh(taken.ticket).scenarios == ["worn"]
    answer(client, taken, skip="1")
    assert fresh(taken.ticket).scenarios == []


def test_answer_without_a_choice_is_asked_again_and_nothing_kept(taken: Taken) -> None:
    answered = answer(browser(taken), taken)
    assert (answered.status_code, fresh(taken.ticket).scenarios) == (200, [])
    assert "还没有选" in answered.content.decode()


def test_who_only_sees_the_ticket_keeps_answers_in_the_address_alone(taken: Taken) -> None:
    client, base = browser(taken, holder=False), f"/t/{taken.ticket.public_id}/"
    assert 'method="get"' in client.get(f"{base}questions/").content.decode()
    seen = client.get(f"{base}questions/?asked=why&a=why~lost")
    assert seen["Location"] == f"{base}questions/?a=why~lost"
    assert answer(client, taken, a="why~lost").status_code == 403
    assert fresh(taken.ticket).scenarios == []


def test_answers_are_the_holders_or_staffs_while_the_ticket_lives(taken: Taken) -> None:
    t = taken.ticket
    values: dict[str, Any] = {"now": now(), "ticket": t, "scenarios": ["lost"]}
    staff = House().guide()
    refused("no_such_ticket", services.answer_questions, actor=staff, **values)
    refused("wrong_secret", services.answer_questions, actor=ME, **values)
    refused(
        "unknown_scenario",
        services.answer_questions,
        actor=ME,
        secret=taken.secret,
        **values | {"scenarios": ["x"]},
    )
    done = services.answer_questions(actor=ME, secret=taken.secret, **values)
    assert (done.scenarios, done.version) == (["lost"], t.version + 1)
    again = services.answer_questions(actor=ME, secret=taken.secret, **values)
    assert again.version == done.version
    (event,) = Event.objects.filter(name="ticket.answered")
    assert event.data["answers"] == 1 and "lost" not in str(event.data)
    services.cancel(actor=ME, now=now(), ticket=t, secret=taken.secret)
    refused("not_allowed", services.answer_questions, actor=ME, secret=taken.secret, **values)


def test_kept_answers_are_read_back_in_the_order_of_asking() -> None:
    assert kept_path(ITEM, ["b", "own", "gone"]) == Path((("photo", "own"), ("extra", "b")))
    assert kept_path(ITEM, ["extra=none"]) == Path((("extra", "none"),))
    assert kept_path(ITEM, []).address() == "?a="
