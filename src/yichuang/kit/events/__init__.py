"""Audit, outbox, live stream and analytics in one table: see README.md of kit."""

from .details import About, Detail, Names
from .names import declare, declared, details, require_declared, sentence, sentences, subject_words
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
    "About",
    "Detail",
    "Names",
    "Writer",
    "append_first",
    "append_held",
    "declare",
    "declared",
    "details",
    "record_access",
    "recorded_afterwards",
    "require_declared",
    "sentence",
    "sentences",
    "subject_words",
    "times_recorded",
    "write",
]
