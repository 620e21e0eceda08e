"""A manager stops the numbers while people are taking them (docs/adr/0003-locks-of-tickets.md)."""

from __future__ import annotations

from functools import partial
from threading import Event as Event_

import pytest

from yichuang.kit.errors import DomainError
from yichuang.kit.events.models import Event
from yichuang.tickets import services
from yichuang.tickets.services import Taken

from .factories import House, later
from .racing import THREADS, codes, one_after_the_other, race, wait_until_waiting
from .test_races import check_invariants

pytestmark = pytest.mark.django_db(transaction=True)


def told(house: House) -> list[str]:
    """What happened in the hall, in the order in which it was committed."""
    events = Event.objects.filter(hall_id=house.hall.id, stream="main").order_by("seq")
    return list(events.values_list("name", flat=True))


def test_who_asks_after_the_stop_is_confirmed_gets_no_number() -> None:
    """The queue is read in the take's own transaction, never kept from before."""
    house = House()
    manager, guide, queue = house.actor("manager"), house.guide(), house.queues["A"]
    confirmed = Event_()

    def ask() -> list[tuple[bool, str]]:
        """Until an asking that began after the stop; whether it did, and what was answered."""
        answers = []
        while not answers or not answers[-1][0]:
            after, answer = confirmed.is_set(), "taken"
            try:
                house.take("A", actor=guide)
            except DomainError as refusal:
                answer = refusal.code
            answers.append((after, answer))
        return answers

    def stop() -> None:
        wait_until_waiting(2)
        try:
            services.stop_queue(actor=manager, now=later(), queue=queue, reason="检修")
        finally:
            confirmed.set()

    results = race([*[ask] * 8, stop])[:-1]
    answers = [answer for seen in results for answer in seen]
    assert {text for after, text in answers if after} == {"queue_stopped"}
    assert (False, "taken") in answers
    check_invariants(house)


def test_stopping_while_people_take_is_followed_by_no_number() -> None:
    """The serial's row holds both apart; who gets it after the stop looks at the queue again."""
    house = House()
    manager, queue = house.actor("manager"), house.queues["A"]
    stop = partial(services.stop_queue, actor=manager, now=later(), queue=queue, reason="检修")
    for n in range(4):
        services.start_queue(actor=manager, now=later(), queue=queue)
        before = len(told(house))
        works = [partial(house.taken, "A", phone=f"1390{n}00{m:04d}") for m in range(THREADS - 1)]
        results = race([*works, stop])
        assert {*codes(results)} <= {"queue_stopped"}
        said = told(house)[before:]
        assert said[-1] == "queue.stopped", said
        assert said.count("ticket.taken") + len(codes(results)) == THREADS - 1
    check_invariants(house)


def test_stop_that_is_not_yet_confirmed_refuses_who_asks_meanwhile() -> None:
    """Who asked saw the queue run: the stop was not committed. The number would come after it."""
    house = House()
    manager, queue = house.actor("manager"), house.queues["A"]
    house.take("Z")
    stop = partial(services.stop_queue, actor=manager, now=later(), queue=queue, reason="检修")
    _stopped, taken = one_after_the_other(house.hall.id, stop, partial(house.taken, "A"))
    assert codes([taken]) == ["queue_stopped"]
    assert told(house) == ["ticket.taken", "queue.stopped"]


def test_stop_waits_for_who_has_a_number_and_neither_waits_for_ever() -> None:
    """The number is given and stays; a stopped queue is no reason to hold up its people's commit
    (a foreign key's check waits for FOR UPDATE, not for FOR NO KEY UPDATE)."""
    house = House()
    manager, queue = house.actor("manager"), house.queues["A"]
    house.take("Z")
    stop = partial(services.stop_queue, actor=manager, now=later(), queue=queue, reason="检修")
    taken, stopped = one_after_the_other(house.hall.id, partial(house.taken, "A"), stop)
    assert isinstance(taken, Taken)
    assert stopped.stopped_reason == "检修"
    assert told(house) == ["ticket.taken", "ticket.taken", "queue.stopped"]
    check_invariants(house)
