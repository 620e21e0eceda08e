"""Run as a program of its own: text on standard input, 16-bit mono samples on standard output.

eSpeak NG is under the GPL, so it is never loaded into our process: this file is started by
speech.py, loads the library of the wheel espeakng-loader and shares nothing with us but pipes.
First line of the output: the sample rate.
"""

import ctypes
import sys
from collections.abc import Callable
from typing import Any

AUDIO_OUTPUT_SYNCHRONOUS = 2
CHARS_UTF8, ENDPAUSE = 1, 0x1000
RATE, PITCH = 1, 3
WORDS_PER_MINUTE = 150


def speak(text: str, library: str, data: str) -> tuple[int, bytes]:
    lib = ctypes.CDLL(library)
    rate = lib.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, data.encode(), 0)
    if rate <= 0:
        raise SystemExit("espeak-ng cannot be initialised")
    out = bytearray()

    def take(samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            out.extend(ctypes.string_at(samples, count * 2))
        return 0

    kind: Callable[..., Any] = ctypes.CFUNCTYPE(
        ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
    )
    callback = kind(take)
    lib.espeak_SetSynthCallback(callback)
    if lib.espeak_SetVoiceByName(b"cmn"):
        raise SystemExit("espeak-ng has no Mandarin")
    lib.espeak_SetParameter(RATE, WORDS_PER_MINUTE, 0)
    raw = text.encode()
    lib.espeak_Synth(raw, len(raw) + 1, 0, 1, 0, CHARS_UTF8, None, None)
    lib.espeak_Synchronize()
    return rate, bytes(out)


def main() -> None:
    rate, samples = speak(sys.stdin.buffer.read().decode(), sys.argv[1], sys.argv[2])
    sys.stdout.buffer.write(f"{rate}\n".encode() + samples)


if __name__ == "__main__":
    main()
