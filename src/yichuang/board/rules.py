"""What a call display shows of the latest calls. Pure: calls and the moment come in.

Amber: the newest call, and the one before it of another counter where both were made within
8 s (they share the screen), while younger than 3 minutes and not over (passed, done).
Every call of the last 3 minutes stays on the screen; older ones only fill empty rows. A number
that is passed now has a line of its own and does not stay. Each call is to be said, however many
were made before a display looked again, unless it is over.
Stopped queues are told with their whole reason; queues with the same one share a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

SHARE = timedelta(seconds=8)
STAYS = timedelta(minutes=3)
ROWS = 6
MOST_ROWS = 12
# Chinese characters of a line of the stops, large and small; lines of each that leave the call its room.
LARGE, SMALL = 46, 60
MOST_LARGE, MOST_SMALL = 2, 8


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
    passed: bool = False  # told in a line of its own, where it does not send to the counter
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
    rest = [call for call in order if call not in amber and not call.passed]
    staying = [call for call in rest if call in fresh]
    rows = max(ROWS, min(len(staying), MOST_ROWS))
    aloud = reversed([call for call in fresh if not call.over])
    return Screen(tuple(amber), tuple(rest[:rows]), tuple(aloud))


@dataclass(frozen=True)
class Stop:
    """Queues whose numbers were stopped for the same reason."""

    names: str
    reason: str

    def lines(self, width: int) -> int:
        text = _("%(names)s停号：") % {"names": self.names} + self.reason
        return -(-len(text) // width)


@dataclass(frozen=True)
class Stops:
    shown: tuple[Stop, ...]
    more: str  # the names of queues whose reason has no room
    long: bool  # smaller letters, and a smaller call

    def __bool__(self) -> bool:
        return bool(self.shown)


def stops_shown(stopped: Iterable[tuple[str, str]]) -> Stops:
    """From (queue, reason)."""
    names: dict[str, list[str]] = {}
    for name, reason in stopped:
        names.setdefault(reason, []).append(name)
    groups = [Stop("、".join(of), reason) for reason, of in names.items()]
    if sum(one.lines(LARGE) for one in groups) <= MOST_LARGE:
        return Stops(tuple(groups), "", long=False)
    shown: list[Stop] = []
    room = MOST_SMALL - 1  # one line for those that have none
    while groups and (not shown or groups[0].lines(SMALL) <= room):
        room -= groups[0].lines(SMALL)
        shown.append(groups.pop(0))
    return Stops(tuple(shown), "、".join(one.names for one in groups), long=True)
