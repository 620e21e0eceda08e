from __future__ import annotations

import logging
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from yichuang.board.voice import (
    may_be_spoken,
    spoken_call,
    spoken_count,
    spoken_digits,
    times_spoken,
)
from yichuang.kit.clock import now
from yichuang.kit.voice import speech
from yichuang.tickets.tests.factories import House


def test_a_call_says_queue_number_and_counter_with_yao_for_one() -> None:
    assert spoken_call("户政", "A036", 3) == "请 户政 A 零三六号，到三号窗口"
    assert spoken_call("户政", "A101", 1) == "请 户政 A 幺零幺号，到一号窗口"


@pytest.mark.parametrize(
    ("number", "spoken"), [("A1000", "A 幺零零零"), ("AB012", "A B 零幺二"), ("Z789", "Z 七八九")]
)
def test_digits_are_read_one_by_one(number: str, spoken: str) -> None:
    assert spoken_digits(number) == spoken


@pytest.mark.parametrize(
    ("number", "spoken"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (24, "二十四"), (99, "九十九")]
    + [
        (100, "一百"),
        (105, "一百零五"),
        (112, "一百一十二"),
        (120, "一百二十"),
        (999, "九百九十九"),
    ],
)
def test_a_counter_is_read_as_a_number(number: int, spoken: str) -> None:
    assert spoken_count(number) == spoken


def test_the_repeat_is_dropped_when_more_than_three_wait() -> None:
    assert [times_spoken(n) for n in (0, 3, 4)] == [2, 2, 1]


@pytest.mark.parametrize("number", ["", "A", "a036", "A036 <b>", "ABC001", "A1234567"])
def test_what_is_no_ticket_number_is_never_spoken(number: str) -> None:
    assert not may_be_spoken(number, 3)


def test_a_ticket_number_and_a_counter_are_spoken() -> None:
    assert may_be_spoken("A036", 3)
    assert not may_be_spoken("A036", 0)


def _no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "find_spec", lambda _name: None)


def _empty_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: iter(()))


def _broken_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_command: Any, **_how: Any) -> None:
        raise subprocess.CalledProcessError(1, "speaker")

    monkeypatch.setattr(speech.subprocess, "run", run)


@pytest.mark.django_db
@pytest.mark.parametrize("fails", [_no_wheel, _empty_wheel, _broken_process])
def test_sound_when_the_voice_fails_then_503_and_a_line_in_the_log(
    fails: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.VAR = tmp_path
    house = House()
    worker, counter = house.desk(1, now=now())
    ticket = house.at_desk(worker, counter, now=now())
    speech._voice.cache_clear()
    client, at = Client(), f"/board/{house.hall.code}/voice"
    with monkeypatch.context() as broken:
        fails(broken)
        for address in (f"{at}/{ticket.number}-1.wav", f"{at}/test.wav"):
            with caplog.at_level(logging.WARNING):
                assert client.get(address).status_code == 503
            assert "no announcement" in caplog.text
            caplog.clear()
    speech._voice.cache_clear()
    answer = client.get(f"{at}/test.wav")
    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/wav")
