"""Who comes when every thread is busy: served in order, or told when nothing moves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from yichuang.project.running import places
from yichuang.project.running.places import Places, keep_places


def test_places_when_all_are_taken_then_the_next_waits_and_gets_the_first_that_is_left() -> None:
    rooms, order = Places(2), []
    assert rooms.enter()
    assert rooms.enter()

    def come(name: str) -> None:
        assert rooms.enter()
        order.append(name)
        rooms.leave()

    threads = []
    for name in "abc":
        threads.append(threading.Thread(target=come, args=(name,)))
        threads[-1].start()
        time.sleep(0.05)
    assert order == []
    rooms.leave()
    for thread in threads:
        thread.join()
    assert order == ["a", "b", "c"]


def test_places_when_nothing_moves_then_refused_and_free_again_once_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places, "STUCK_AFTER", 0.2)
    rooms = Places(1)
    assert rooms.enter()
    begun = time.monotonic()
    assert not rooms.enter()
    assert 0.15 < time.monotonic() - begun < 2
    begun = time.monotonic()
    assert not rooms.enter()  # known by now: at once
    assert time.monotonic() - begun < 0.1
    rooms.leave()
    assert rooms.enter()


def test_places_when_it_is_slow_but_moves_then_nobody_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places, "STUCK_AFTER", 0.3)
    rooms, served = Places(2), []

    def come() -> None:
        served.append(rooms.enter())
        time.sleep(0.1)
        rooms.leave()

    threads = [threading.Thread(target=come) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert served == [True] * 20


def test_probe_when_every_place_is_taken_then_answered_beside_them() -> None:
    hold, inside = threading.Event(), threading.Event()

    def application(environ: dict[str, Any], _: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            inside.set()
            hold.wait(10)
        return [b"ok"]

    guarded = keep_places(application, 1, lambda *_: [b"refused"])
    slow: Any = {"PATH_INFO": "/slow"}
    thread = threading.Thread(target=lambda: list(guarded(slow, print)))
    thread.start()
    inside.wait(10)
    for probe in ("/healthz", "/readyz", "/metrics"):
        assert list(guarded({"PATH_INFO": probe}, print)) == [b"ok"]
    assert list(guarded({"PATH_INFO": "/"}, print)) == [b"refused"]
    hold.set()
    thread.join()
    assert list(guarded({"PATH_INFO": "/"}, print)) == [b"ok"]


def test_page_when_its_answer_is_not_closed_yet_then_still_inside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(places, "STUCK_AFTER", 0.1)
    guarded = keep_places(lambda *_: [b"ok"], 1, lambda *_: [b"refused"])
    first: Any = guarded({"PATH_INFO": "/"}, print)
    assert list(guarded({"PATH_INFO": "/"}, print)) == [b"refused"]
    first.close()
    first.close()
    for _ in range(2):  # left once, not twice
        assert list(guarded({"PATH_INFO": "/"}, print)) == [b"ok"]


def test_page_when_it_breaks_then_its_place_is_free_again() -> None:
    def application(*_: Any) -> Iterable[bytes]:
        raise RuntimeError

    guarded = keep_places(application, 1, lambda *_: [b"refused"])
    for _ in range(3):
        with pytest.raises(RuntimeError):
            guarded({"PATH_INFO": "/"}, print)
