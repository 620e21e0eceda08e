"""Recurring jobs: declared in an app's tasks.py, run by every `yichuang worker`.

Two workers may run the same job one after the other, never at once: a job must
be right when it finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

Work = Callable[[datetime], object]


@dataclass(frozen=True)
class Recurring:
    name: str
    seconds: float
    work: Work


RECURRING: dict[str, Recurring] = {}


def every(seconds: float) -> Callable[[Work], Work]:
    """`@every(seconds=60)` above `def close_passed_tickets(now): …`."""

    def declare(work: Work) -> Work:
        name = f"{work.__module__.removeprefix('yichuang.')}.{work.__name__}"
        RECURRING[name] = Recurring(name, seconds, work)
        return work

    return declare
