"""Audit, outbox, live stream and analytics in one table: see README.md of kit."""

from .names import declare, sentence, sentences
from .writing import (
    ACCESS,
    INSTALLATION,
    MAIN,
    TELLING,
    Writer,
    append_first,
    append_held,
    record_access,
    recorded_afterwards,
    times_recorded,
    write,
)

__all__ = [
    "ACCESS",
    "INSTALLATION",
    "MAIN",
    "TELLING",
    "Writer",
    "append_first",
    "append_held",
    "declare",
    "record_access",
    "recorded_afterwards",
    "sentence",
    "sentences",
    "times_recorded",
    "write",
]
