"""Calls as audio: words of voice.py, made by kit.voice and kept there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yichuang.kit.voice import audio

from .voice import REPEAT_GAP, spoken_call


def call_sound(voice_name: str, number: str, counter: int, times: int) -> bytes:
    """Chime, then the call once or twice, 1.2 s apart."""
    words = spoken_call(voice_name, number, counter)
    return audio([words], chime=True, times=times, gap=REPEAT_GAP)


def test_sound() -> bytes:
    return audio([_("声音已开")], chime=True, times=1)
