"""An announcement: chime, parts, the repeat; kept in var by what it says."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from .speech import speech
from .waves import Samples, chime, levelled, silence, wav

GAP = 1.2  # seconds between two announcements (experience.md)
PART_GAP = 0.12
RECIPE = 1  # raise it when the sound changes, so that kept files are made anew
MOST_KEPT = 200  # files of 150–500 kB; the oldest go


def audio(parts: Sequence[str], *, chime: bool = True, times: int = 2, gap: float = GAP) -> bytes:
    """WAV of `parts` one after another, said `times`, with one chime before all.

    The same call gives the same bytes, from the cache. Refused: VoiceFailed; ValueError for
    times outside 1–3.
    """
    if not 1 <= times <= 3:
        raise ValueError("an announcement is made one to three times")
    path = _kept(json.dumps([RECIPE, list(parts), chime, times, gap]))
    try:
        return path.read_bytes()
    except FileNotFoundError:
        made = wav(_announcement(parts, chime, times, gap))
    _keep(path, made)
    return made


def _announcement(parts: Sequence[str], with_chime: bool, times: int, gap: float) -> Samples[int]:
    said = silence(0)
    for i, part in enumerate(parts):
        said += (silence(PART_GAP) if i else silence(0)) + levelled(speech(part))
    out = chime() + silence(0.15) if with_chime else silence(0)
    for i in range(times):
        out += (silence(gap) if i else silence(0)) + said
    return out


def _kept(key: str) -> Path:
    name = hashlib.sha256(key.encode()).hexdigest()[:32]
    return Path(settings.VAR) / "voice" / f"{name}.wav"


def _keep(path: Path, made: bytes) -> None:
    """Whole or not at all: several processes may make the same sound at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = sorted(path.parent.glob("*.wav"), key=_age)
    for old in kept[: max(0, len(kept) - MOST_KEPT)]:
        old.unlink(missing_ok=True)
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")
    part.write_bytes(made)
    os.replace(part, path)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
