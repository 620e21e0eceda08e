"""Sound as samples: a chime, silence, joining, WAV. Mono, 16 bit, 22,050 Hz."""

from __future__ import annotations

import math
import sys
import wave
from array import array
from io import BytesIO

Samples = array  # of 'h'
RATE = 22_050
FULL = 32_767
# Two falling notes, E5 and C5, as in railway stations.
CHIME = ((659.25, 0.42), (523.25, 0.75))


def silence(seconds: float) -> Samples[int]:
    return array("h", bytes(2 * round(seconds * RATE)))


def chime() -> Samples[int]:
    """1.2 s, at half loudness; partials die away like a struck bar."""
    out: Samples[int] = array("h")
    for pitch, seconds in CHIME:
        count = round(seconds * RATE)
        for i in range(count):
            t = i / RATE
            swell = min(1.0, t / 0.006) * math.exp(-4.2 * t) * min(1.0, (count - i) / 400)
            tone = math.sin(math.tau * pitch * t) + 0.28 * math.sin(math.tau * 2.76 * pitch * t)
            out.append(round(0.5 * FULL * swell * tone / 1.28))
    return out


def resampled(raw: bytes, rate: int, wanted: int) -> Samples[int]:
    """Little-endian samples at `wanted`; linear, enough for speech."""
    source = array("h", raw[: len(raw) // 2 * 2])
    if sys.byteorder == "big":
        source.byteswap()
    if rate == wanted or not source:
        return source
    step = rate / wanted
    out: Samples[int] = array("h")
    for i in range(int((len(source) - 1) / step)):
        at = i * step
        left = int(at)
        out.append(round(source[left] + (source[left + 1] - source[left]) * (at - left)))
    return out


def levelled(samples: Samples[int], peak: float = 0.85) -> Samples[int]:
    """As loud as the chime and every other fragment."""
    loudest = max((abs(s) for s in samples), default=0)
    if not loudest:
        return samples
    factor = peak * FULL / loudest
    return array("h", (round(s * factor) for s in samples))


def wav(samples: Samples[int]) -> bytes:
    data = array("h", samples)
    if sys.byteorder == "big":
        data.byteswap()
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(data.tobytes())
    return out.getvalue()
