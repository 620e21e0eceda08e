"""Who listens to what, and the fan-out. Knows nothing of sockets, HTTP or databases.

One encoded piece per topic and tick is shared by all its listeners. A listener that does
not take it at once (its buffers are full) is dropped and never holds up the others: the
page then falls back to polling and comes again.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from .listener import BEAT, Happened, Listener, piece, reset_piece

REMEMBERED = 500  # events of a hall that a returning listener can still be told


@dataclass
class HallFeed:
    """The last events of a hall and who listens to its topics."""

    seq: int = -1  # -1: not read yet
    past: deque[Happened] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    topics: dict[str, set[Listener]] = field(default_factory=dict)

    @property
    def loaded(self) -> bool:
        return self.seq >= 0


class Hub:
    def __init__(self) -> None:
        self.feeds: dict[UUID, HallFeed] = {}
        self.listeners: set[Listener] = set()
        self.slow = 0
        self.closed = False

    def want(self, halls: Iterable[UUID]) -> bool:
        """Ask for these halls to be read; True when they are."""
        feeds = [self.feeds.setdefault(hall, HallFeed()) for hall in halls]
        return all(feed.loaded for feed in feeds)

    def join(self, listener: Listener, after: int | None) -> bytes:
        """Register; what to send first: the events after `after`, or a reset when too old."""
        self.listeners.add(listener)
        first = []
        for hall, topics in listener.by_hall.items():
            feed = self.feeds.setdefault(hall, HallFeed())
            for topic in topics:
                feed.topics.setdefault(topic, set()).add(listener)
            if after is not None and len(listener.by_hall) == 1:
                first.append(self._missed(feed, topics, after))
        return b"".join(first)

    def _missed(self, feed: HallFeed, topics: tuple[str, ...], after: int) -> bytes:
        oldest = feed.past[0].seq if feed.past else feed.seq + 1
        if after + 1 < oldest:
            return reset_piece(feed.seq)
        return b"".join(
            piece(topic, event)
            for event in feed.past
            if event.seq > after
            for topic in topics
            if topic in event.topics
        )

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        for hall, topics in listener.by_hall.items():
            feed = self.feeds.get(hall)
            for topic in topics if feed else ():
                assert feed is not None  # noqa: S101 - for the type checker
                there = feed.topics.get(topic)
                if there is not None:
                    there.discard(listener)
                    if not there:
                        del feed.topics[topic]

    def watched(self) -> dict[UUID, int]:
        """Halls with listeners, and the last number told in each."""
        return {hall: feed.seq for hall, feed in self.feeds.items() if feed.topics}

    def forget_idle(self) -> None:
        for hall in [h for h, feed in self.feeds.items() if feed.loaded and not feed.topics]:
            del self.feeds[hall]

    def loaded(self, hall: UUID, seq: int, past: Iterable[Happened]) -> None:
        """First reading of a hall, or the next one after the database came back.

        A head below ours is another past (a restored backup): everybody fetches anew.
        """
        feed = self.feeds.setdefault(hall, HallFeed())
        if feed.loaded and seq >= feed.seq:
            return
        before, feed.seq = feed.seq, seq
        feed.past.clear()
        feed.past.extend(past)
        if before >= 0:
            self._tell_all(feed, reset_piece(seq))

    def happened(self, hall: UUID, events: list[Happened]) -> None:
        """Tell the listeners of each topic; one write for each listener and topic."""
        feed = self.feeds.get(hall)
        if feed is None:
            return
        pieces: dict[str, list[bytes]] = {}
        for event in events:
            feed.past.append(event)
            feed.seq = event.seq
            for topic in event.topics:
                if topic in feed.topics:
                    pieces.setdefault(topic, []).append(piece(topic, event))
        for topic, parts in pieces.items():
            self._tell(list(feed.topics.get(topic, ())), b"".join(parts))

    def beat(self) -> None:
        self._tell(list(self.listeners), BEAT)

    def close(self) -> None:
        """End every stream; the browsers come again."""
        self.closed = True
        for listener in list(self.listeners):
            if not listener.push(b"", more=False):
                listener.dropped()

    def _tell_all(self, feed: HallFeed, data: bytes) -> None:
        self._tell({one for group in feed.topics.values() for one in group}, data)

    def _tell(self, listeners: Iterable[Listener], data: bytes) -> None:
        for listener in listeners:
            if not listener.push(data):
                self.slow += 1
                listener.dropped()
