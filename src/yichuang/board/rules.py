"""What a call display shows of the latest calls. Pure: calls and the moment come in.

Amber: the newest call, and the one before it of another counter where both were made within
8 s (they share the screen), while younger than 3 minutes and not over (passed, done).
Every call of the last 3 minutes stays on the screen; older ones only fill empty rows. Each of
them is to be said, however many were made before a display looked again, unless it is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

SHARE = timedelta(seconds=8)
STAYS = timedelta(minutes=3)
ROWS = 6
MOST_ROWS = 12


@dataclass(frozen=True)
class CallShown:
    """The newest call of one ticket. `id`: of that call; `at`: when it last sounded; `times`:
    how often it sounded so far.
    """

    id: str
    number: str
    counter: int
    at: datetime
    voice_name: str = ""
    direction: str = "right"
    floor: str = ""
    zone: str = ""
    times: int = 1
    over: bool = False
    first: bool = False
    date: str = ""  # in words, where it is not today's

    @property
    def key(self) -> str:
        """Changes with every sounding call, so that a display speaks each once: numbers begin
        anew every day, and one that was passed may be called to the same counter again.
        """
        return f"{self.id}-{self.times}"


@dataclass(frozen=True)
class Screen:
    now: tuple[CallShown, ...]
    last: tuple[CallShown, ...]
    aloud: tuple[CallShown, ...]  # oldest first: whatever a display has not said yet, it says

    @property
    def dense(self) -> bool:
        return len(self.last) > ROWS


def arrange(calls: Iterable[CallShown], moment: datetime) -> Screen:
    """Newest first; a call that sounded again is new again."""
    order = sorted(calls, key=lambda c: (c.at, c.number), reverse=True)
    fresh = [call for call in order if moment - call.at < STAYS]
    amber: list[CallShown] = []
    for call in fresh:
        alone = all(call.counter != other.counter for other in amber)
        near = not amber or amber[0].at - call.at <= SHARE
        if not call.over and alone and near and len(amber) < 2:
            amber.append(call)
    rest = [call for call in order if call not in amber]
    staying = [call for call in rest if call in fresh]
    rows = max(ROWS, min(len(staying), MOST_ROWS))
    aloud = reversed([call for call in fresh if not call.over])
    return Screen(tuple(amber), tuple(rest[:rows]), tuple(aloud))
