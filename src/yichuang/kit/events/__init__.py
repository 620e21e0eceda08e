"""Audit, outbox, live stream and analytics in one table: see README.md of kit."""

from .names import declare, sentence, sentences
from .writing import ACCESS, INSTALLATION, MAIN, Writer, append_held, record_access, write

__all__ = [
    "ACCESS",
    "INSTALLATION",
    "MAIN",
    "Writer",
    "append_held",
    "declare",
    "record_access",
    "sentence",
    "sentences",
    "write",
]
