"""What of the record is asked for: stream, day and kind, as they stand in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kit.events import ACCESS, MAIN, declared, sentences
from yichuang.kit.events.reading import Wanted
from yichuang.places.models import Hall

# Names of events begin with what they happen to.
GROUPS = {
    "ticket": gettext_lazy("号"),
    "counter": gettext_lazy("窗口"),
    "queue": gettext_lazy("队列"),
    "case": gettext_lazy("办件"),
    "sheet": gettext_lazy("告知单"),
    "document": gettext_lazy("文书"),
    "hall": gettext_lazy("大厅设置"),
    "account": gettext_lazy("账号"),
    "login": gettext_lazy("登录"),
    "rating": gettext_lazy("评价核查"),
    "request": gettext_lazy("拒绝"),
}
# In other streams than a hall's: of the installation, and of ratings, which are read by nobody.
ELSEWHERE = frozenset({"catalogue", "items", "item", "package", "calendar", "token"})
UNREAD = frozenset({"rating.given", "rating.corrected", "login.failed", "login.locked"})
LONGEST = 18  # digits of a number of an event


@dataclass(frozen=True)
class Asked:
    """`kind`: a group ('ticket'), one event ('ticket.called'), or '' for all."""

    stream: str = MAIN
    before: int | None = None
    day: date | None = None
    kind: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.day or self.kind)

    @property
    def query(self) -> str:
        """For links that keep what was asked: 'stream=access&day=2026-03-02'."""
        given = {
            "stream": self.stream if self.stream != MAIN else "",
            "day": self.day.isoformat() if self.day else "",
            "kind": self.kind,
        }
        return urlencode({key: value for key, value in given.items() if value})

    def wanted(self, hall: Hall) -> Wanted:
        """The day as the hall counts it."""
        if self.day is None:
            return Wanted(names=self._names())
        zone = ZoneInfo(hall.timezone)
        begins = datetime.combine(self.day, time(), zone)
        ends = datetime.combine(self.day + timedelta(days=1), time(), zone)
        return Wanted(begins, ends, self._names())

    def _names(self) -> list[str] | None:
        if not self.kind:
            return None
        names = readable(self.stream)
        return [name for name in names if self.kind in (name, name.partition(".")[0])]


def read_asked(given: Any) -> Asked:
    """Whatever is not understood is not asked for: the newest page shows."""
    stream = ACCESS if given.get("stream") == ACCESS else MAIN
    before, kind = given.get("before", ""), given.get("kind", "")
    number = before.isascii() and before.isdigit() and len(before) <= LONGEST
    known = {*readable(stream)} | {name.partition(".")[0] for name in readable(stream)}
    return Asked(
        stream,
        int(before) if number else None,
        _day(given.get("day", "")),
        kind if kind in known else "",
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 3000 else None


def readable(stream: str) -> list[str]:
    """Events of a hall's stream, by name, in the order of their declaration."""
    return [
        name
        for name, one in declared().items()
        if one.access == (stream == ACCESS)
        and name not in UNREAD
        and name.partition(".")[0] not in ELSEWHERE
    ]


def kinds_to_choose(stream: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group by group: what may be chosen, and its words."""
    words, names = sentences(), readable(stream)
    found = []
    for group, label in GROUPS.items():
        own = [name for name in names if name.partition(".")[0] == group]
        whole = [(group, _("%(group)s：全部") % {"group": label})] if len(own) > 1 else []
        if own:
            found.append((str(label), [*whole, *((name, words[name]) for name in own)]))
    return found
