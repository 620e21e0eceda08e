"""Numbers without a gap, in the order of the commits."""

import random
import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from yichuang.kit.actors import SYSTEM, citizen
from yichuang.kit.clock import now
from yichuang.kit.errors import Refused
from yichuang.kit.events import (
    declare,
    record_access,
    sentence,
    sentences,
    times_recorded,
    write,
)
from yichuang.kit.events.writing import INSTALLATION, request_transaction
from yichuang.kit.models import Event
from yichuang.kit.web import refusable

from .routes import DONE

HALL, OTHER = uuid4(), uuid4()


def add(writer, subject="x"):
    writer.add(DONE, subject=subject, actor=SYSTEM, now=now(), data={"n": 1}, topics=["hall:a"])


def seqs(hall=HALL, stream="main"):
    rows = Event.objects.filter(hall_id=hall, stream=stream)
    return list(rows.order_by("seq").values_list("seq", flat=True))


@pytest.mark.django_db
def test_events_when_one_block_adds_several_then_numbered_in_their_order():
    with write(HALL) as w:
        for subject in "abc":
            add(w, subject)
    rows = Event.objects.filter(hall_id=HALL).order_by("seq")
    assert [(e.seq, e.subject) for e in rows] == [(1, "a"), (2, "b"), (3, "c")]
    assert (rows[0].actor, rows[0].data, rows[0].topics) == ("system", {"n": 1}, ["hall:a"])


@pytest.mark.django_db
def test_block_when_it_adds_nothing_then_no_number_is_used():
    with write(HALL):
        pass
    assert seqs() == []


@pytest.mark.django_db
def test_blocks_when_nested_in_one_hall_then_one_transaction_and_one_statement(
    django_assert_num_queries,
):
    with django_assert_num_queries(3), write(HALL) as outer:  # savepoint, append, release
        add(outer)
        with write(HALL) as inner:
            assert inner is outer
            add(inner)
    assert seqs() == [1, 2]


@pytest.mark.django_db
def test_block_when_inside_one_of_another_hall_then_an_error():
    with pytest.raises(RuntimeError), write(HALL), write(OTHER):
        pass


@pytest.mark.django_db
def test_block_when_it_fails_then_neither_event_nor_number_remains():
    def fail():
        with write(HALL) as w:
            add(w)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    with write(HALL) as w:
        add(w)
    assert seqs() == [1]


@pytest.mark.django_db
def test_event_when_of_no_hall_then_in_the_installations_stream():
    with write(None) as w:
        add(w)
    assert seqs(INSTALLATION) == [1]
    assert UUID(int=0) == INSTALLATION


@pytest.mark.django_db
def test_event_when_undeclared_then_refused_at_once():
    with pytest.raises(KeyError), write(HALL) as w:
        w.add("nobody.declared", subject="x", actor=SYSTEM, now=now())


@pytest.mark.django_db
def test_access_when_recorded_then_a_stream_of_its_own():
    record_access(HALL, DONE, subject="x", actor=SYSTEM, now=now())
    assert (seqs(), seqs(stream="access")) == ([], [1])


@pytest.mark.django_db
def test_access_when_the_requests_transaction_is_rolled_back_then_kept():
    with request_transaction() as held:
        with write(HALL) as w:
            add(w)
        record_access(HALL, DONE, subject="x", actor=SYSTEM, now=now())
        transaction.set_rollback(True)
    held.record_accesses()
    assert (seqs(), seqs(stream="access")) == ([], [1])


def _written_and_refused():
    with refusable():
        with write(HALL) as w:
            add(w, "gone")
        raise Refused("not_now", "现在不行。")


def _recorded_and_refused(at):
    with refusable():
        record_access(HALL, DONE, subject="x", actor=SYSTEM, now=at)
        raise Refused("not_now", "现在不行。")


@pytest.mark.django_db(transaction=True)
def test_access_when_a_page_undoes_what_it_shows_as_refused_then_kept_and_counted():
    at = now()
    with pytest.raises(Refused):
        _recorded_and_refused(at)
    counted = [times_recorded(HALL, DONE, subject=s, since=at - timedelta(1)) for s in ("x", "y")]
    assert seqs(stream="access") == [1]
    assert counted == [1, 0]
    assert times_recorded(HALL, DONE, subject="x", since=at) == 0


@pytest.mark.django_db(transaction=True)
def test_events_of_a_request_when_it_goes_back_to_a_savepoint_then_they_go_too():
    with request_transaction():
        with write(HALL) as w:
            add(w, "a")
        with pytest.raises(Refused):
            _written_and_refused()
        with refusable(), write(HALL) as w:
            add(w, "b")
        with write(HALL) as w:
            add(w, "c")
            add(w, "d")
    rows = Event.objects.filter(hall_id=HALL).order_by("seq")
    assert [(e.seq, e.subject) for e in rows] == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]


def test_citizen_when_named_in_an_event_then_never_by_device():
    assert citizen("device-of-somebody").ref == "citizen"


def test_name_when_declared_twice_with_other_words_then_an_error():
    declare("trial.done", sentence("trial.done"))
    with pytest.raises(ValueError, match="twice"):
        declare("trial.done", "别的话")
    assert sentences()["trial.done"]


@pytest.mark.django_db
def test_event_when_its_data_has_a_key_without_words_then_refused_and_nothing_is_written():
    with pytest.raises(KeyError, match="odd"), write(HALL) as w:
        w.add(DONE, subject="x", actor=SYSTEM, now=now(), data={"n": 1, "odd": 2})
    with pytest.raises(KeyError), write(HALL) as w:
        w.add("trial.unheard_of", subject="x", actor=SYSTEM, now=now())
    assert seqs() == []


@pytest.mark.django_db(transaction=True)
def test_numbers_when_32_threads_write_and_some_roll_back_then_no_gap_and_commit_order():
    """Fails when the number is taken before the work: the order of commits then differs."""
    committed, lock = [], threading.Lock()

    def work(seed):
        chance = random.Random(seed)
        for turn in range(6):
            try:
                with write(HALL) as w:
                    for n in range(chance.randint(1, 3)):
                        add(w, f"{seed}-{turn}-{n}")
                    if chance.random() < 0.3:
                        raise InterruptedError
            except InterruptedError:
                continue
            with lock:
                committed.append(f"{seed}-{turn}-0")
        connection.close()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = seqs()
    assert found == list(range(1, len(found) + 1))
    kept = set(Event.objects.filter(hall_id=HALL).values_list("subject", flat=True))
    assert set(committed) <= kept
    assert {s for s in kept if s.endswith("-0")} == set(committed)


@pytest.mark.django_db(transaction=True)
def test_readers_when_others_write_then_what_is_seen_never_has_a_gap():
    """What live relies on: after number n was seen, nothing below n appears later."""
    over, gaps = threading.Event(), []

    def read():
        while not over.is_set():
            found = seqs()
            if found != list(range(1, len(found) + 1)):
                gaps.append(found)
        connection.close()

    def work():
        for _ in range(25):
            with write(HALL) as w:
                add(w)
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    reader.join()
    assert not gaps
    assert len(seqs()) == 200
