"""Text to speech in Mandarin, by a process of its own."""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from .waves import RATE, Samples, resampled, wav

TIMEOUT = 10  # seconds
LONGEST = 400  # characters of one announcement


class VoiceFailed(Exception):
    """No speech could be made: the display goes on without a voice and says so."""


def speech_wav(text: str) -> bytes:
    """Mono, 16 bit, 22,050 Hz. Refused: VoiceFailed."""
    return wav(speech(text))


def speech(text: str) -> Samples:
    """The samples of one spoken text; silence around it is the voice's own."""
    if not text.strip() or len(text) > LONGEST:
        raise VoiceFailed("nothing to say, or too long")
    library, data = _voice()
    try:
        made = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).with_name("speaker.py")), library, data],
            input=text.encode(),
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise VoiceFailed("the voice did not run") from error
    rate, _line, samples = made.partition(b"\n")
    if not samples or not rate.isdigit():
        raise VoiceFailed("the voice said nothing")
    return resampled(samples, int(rate), RATE)


@lru_cache(maxsize=1)
def _voice() -> tuple[str, str]:
    """Paths inside the wheel; it is found, not imported."""
    spec = find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        raise VoiceFailed("the wheel espeakng-loader is missing")
    folder = Path(spec.origin).parent
    found = sorted(folder.glob("*espeak-ng*.so*")) or sorted(folder.glob("*.d*l*"))
    if not found:
        raise VoiceFailed("the wheel espeakng-loader holds no library")
    return str(found[0]), str(folder)
