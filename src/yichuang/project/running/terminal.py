"""What a person at the terminal is told; the last line of a failed start says why."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def warn(text: object) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
