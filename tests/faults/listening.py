"""A page that follows the hall: it comes again after every break, with the last number it heard."""

from __future__ import annotations

import http.client
import threading
from urllib.parse import urlencode

from .conftest import Installation

PATIENCE = 3  # seconds without a word, then it comes again
TOPIC = "hall:qinghe"


class Listener:
    def __init__(self, hall: Installation, port: int) -> None:
        _status, topic = hall.post("kiosk1", "/live-token", {"topic": TOPIC})
        self.path = "/live?" + urlencode({"topic": TOPIC, "token": topic["token"]})
        self.port, self.over = port, threading.Event()
        self.heard: list[int] = []
        self.fetched_anew: list[int] = []  # told 'reset' at these numbers
        self.odd: list[str] = []
        self.came = self.came_blank = 0  # blank: without a number, since nothing was heard yet
        self.thread = threading.Thread(target=self.follow)
        self.thread.start()

    @property
    def last(self) -> int:
        return max([*self.heard[-1:], *self.fetched_anew[-1:]], default=0)

    def follow(self) -> None:
        while not self.over.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                self.listen(connection)
            except (OSError, http.client.HTTPException):
                self.over.wait(0.1)
            finally:
                connection.close()

    def listen(self, connection: http.client.HTTPConnection) -> None:
        again = {"Last-Event-ID": str(self.last)} if self.last else {}
        connection.request("GET", self.path, headers=again)
        answer = connection.getresponse()
        if answer.status != 200:
            if answer.status != 503:
                self.odd.append(f"{answer.status} {answer.read()!r}")
            self.over.wait(0.1)
            return
        self.came_blank += not again
        told: dict[str, str] = {}
        while (line := answer.readline()) and not self.over.is_set():
            name, _colon, value = line.decode().rstrip("\n").partition(": ")
            if name:
                told[name] = value
                continue
            self.hear(told)
            told = {}

    def hear(self, told: dict[str, str]) -> None:
        """One piece; the first of a stream only says how soon to come again."""
        self.came += "retry" in told
        if "id" in told:
            at = self.fetched_anew if told.get("event") == "reset" else self.heard
            at.append(int(told["id"]))

    def compare(self, kept: list[int], begun: int) -> None:
        """All that the database kept after the number begun was told once and in order, and
        nothing else was.

        Who was away for more than the hall remembers is told to fetch anew: what lies before
        counts as heard. A listener comes before the load begins and may have heard of more; who
        had to come again before anything was told (a loaded machine) begins with what came then.
        """
        assert self.odd == []
        assert self.heard == sorted(set(self.heard))
        heard = {n for n in self.heard if n > begun}
        assert sorted(heard - set(kept)) == []
        first = self.heard[0] if self.came_blank > 1 else 0
        left = [n for n in kept if n not in heard and n > first]
        before = [max((n for n in self.heard if n < at), default=0) for at in self.fetched_anew]
        gaps = list(zip(before, self.fetched_anew, strict=True))
        missed = [n for n in left if not any(low < n <= high for low, high in gaps)]
        assert missed == [], f"{missed} after {self.fetched_anew}"

    def close(self) -> None:
        self.over.set()
        self.thread.join(2 * PATIENCE)
