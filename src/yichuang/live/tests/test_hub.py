"""The fan-out alone: no sockets, no database."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from yichuang.live.hub import REMEMBERED, Hub
from yichuang.live.listener import Happened, Listener, piece

HALL, OTHER = uuid4(), uuid4()


class Reader:
    """A browser that takes what it is sent, or has stopped reading."""

    def __init__(self, stuck=False):
        self.got, self.stuck, self.dropped = [], stuck, 0

    async def send(self, message):
        if self.stuck:
            await asyncio.get_running_loop().create_future()
        self.got.append(message["body"])

    def drop(self):
        self.dropped += 1

    @property
    def text(self):
        return b"".join(self.got).decode()


def follow(hub, *topics, hall=HALL, after=None, stuck=False):
    reader = Reader(stuck)
    listener = Listener(reader.send, {hall: topics}, reader.drop)
    first = hub.join(listener, after)
    if first:
        listener.push(first)
    reader.listener = listener
    return reader


@pytest.fixture
def hub():
    hub = Hub()
    hub.loaded(HALL, 0, [])
    hub.loaded(OTHER, 0, [])
    return hub


def event(seq, *topics, version=1):
    return Happened(seq, version, topics)


def test_event_when_it_happens_then_only_its_topics_listeners_are_told(hub):
    mine, other = follow(hub, "hall:a"), follow(hub, "ticket:x")
    hub.happened(HALL, [event(1, "hall:a")])
    assert mine.text == 'id: 1\ndata: {"topic":"hall:a","id":1,"version":1}\n\n'
    assert other.got == []


def test_event_when_in_another_hall_then_nobody_here_is_told(hub):
    mine = follow(hub, "hall:a")
    hub.happened(OTHER, [event(1, "hall:a")])
    assert mine.got == []


def test_events_when_several_in_one_reading_then_one_write(hub):
    mine = follow(hub, "hall:a")
    hub.happened(HALL, [event(1, "hall:a"), event(2, "ticket:x"), event(3, "hall:a")])
    assert len(mine.got) == 1
    assert [line for line in mine.text.splitlines() if line.startswith("id")] == ["id: 1", "id: 3"]


def test_piece_when_told_to_many_then_made_once(hub):
    both = follow(hub, "hall:a"), follow(hub, "hall:a")
    hub.happened(HALL, [event(1, "hall:a")])
    assert both[0].got[0] is both[1].got[0]


def test_slow_listener_when_it_does_not_take_it_then_dropped_and_others_told(hub):
    async def scene():
        slow, quick = follow(hub, "hall:a", stuck=True), follow(hub, "hall:a")
        hub.happened(HALL, [event(1, "hall:a")])
        return slow, quick

    # In a thread: a browser test before this one keeps its own loop in the main thread.
    with ThreadPoolExecutor(1) as pool:
        slow, quick = pool.submit(asyncio.run, scene()).result()
    assert (slow.dropped, quick.dropped, hub.slow) == (1, 0, 1)
    assert quick.text


def test_return_when_few_were_missed_then_they_are_told(hub):
    follow(hub, "hall:a")
    hub.happened(HALL, [event(n, "hall:a" if n % 2 else "ticket:x") for n in range(1, 7)])
    back = follow(hub, "hall:a", after=2)
    assert back.text == "".join(piece("hall:a", event(n)).decode() for n in (3, 5))


def test_return_when_nothing_was_missed_then_nothing_is_told(hub):
    hub.happened(HALL, [event(1, "hall:a")])
    assert follow(hub, "hall:a", after=1).got == []


def test_return_when_ahead_of_us_then_nothing_is_told(hub):
    hub.happened(HALL, [event(1, "hall:a")])
    assert follow(hub, "hall:a", after=40).got == []


@pytest.mark.parametrize("missed", [REMEMBERED, REMEMBERED + 1])
def test_return_when_too_much_was_missed_then_reset(hub, missed):
    hub.happened(HALL, [event(n, "hall:a") for n in range(1, missed + 1)])
    back = follow(hub, "hall:a", after=0)
    assert ("event: reset" in back.text) == (missed > REMEMBERED)
    assert back.text.count('data: {"topic"') == (0 if missed > REMEMBERED else missed)


def test_listener_when_it_leaves_then_nothing_is_kept(hub):
    for _ in range(3):
        reader = follow(hub, "hall:a", "counter:1")
        hub.leave(reader.listener)
    assert not hub.listeners
    assert not hub.watched()
    hub.forget_idle()
    assert not hub.feeds


def test_hall_when_nobody_has_asked_yet_then_it_is_not_read():
    hub = Hub()
    assert not hub.want([HALL])
    hub.loaded(HALL, 7, [event(7, "hall:a")])
    assert hub.want([HALL])
    assert not hub.watched()


def test_head_when_lower_after_a_restore_then_everybody_fetches_anew(hub):
    mine = follow(hub, "hall:a")
    hub.happened(HALL, [event(n, "hall:a") for n in range(1, 6)])
    mine.got.clear()
    hub.loaded(HALL, 3, [event(3, "hall:a")])
    assert mine.text == "id: 3\nevent: reset\ndata: {}\n\n"
    assert hub.feeds[HALL].seq == 3


def test_head_when_the_same_after_a_reconnect_then_nothing_is_told(hub):
    mine = follow(hub, "hall:a")
    hub.happened(HALL, [event(1, "hall:a")])
    mine.got.clear()
    hub.loaded(HALL, 5, [])
    assert mine.got == []
    assert hub.feeds[HALL].seq == 1


def test_hub_when_closed_then_every_stream_ends(hub):
    ends = []

    class Ending(Reader):
        async def send(self, message):
            ends.append(message["more_body"])

    reader = Ending()
    hub.join(Listener(reader.send, {HALL: ("hall:a",)}, reader.drop), None)
    hub.close()
    assert ends == [False]
    assert hub.closed
