"""What the manager should do now, worst first. Pure: figures in, sentences out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

LONG_PAUSE = 15  # minutes
# Of today's tickets; over it older people get a counter of their own (domain.md §5).
MANY_OLDER = 0.25
OLDER_FROM_TICKETS = 40  # before, a few early visitors would make the share


@dataclass(frozen=True)
class Todo:
    title: str
    text: str
    url: str = ""
    link: str = ""


def todos(
    queues: Sequence[dict[str, Any]],
    counters: Sequence[dict[str, Any]],
    slips_failed: int,
    target: int,
    now: datetime,
    *,
    older: int = 0,
    tickets: int = 0,
) -> list[Todo]:
    """`older` of today's `tickets` are older people's."""
    found = _over([q for q in queues if q["waiting"] and q["longest"] > target], counters)
    found += [_unserved(q) for q in queues if q["waiting"] and not q["open_counters"]]
    found += [_paused(c, now) for c in counters if _long(c, now)]
    found += [_stopped(q) for q in queues if q["stopped"]]
    if slips_failed:
        text = _("这些人手里没有纸号，请导办去找。")
        found.append(
            Todo(_("%(n)s 张纸号没打出来") % {"n": slips_failed}, text, "/floor/", _("去看"))
        )
    if tickets >= OLDER_FROM_TICKETS and older / tickets > MANY_OLDER:
        found.append(_many_older(older, tickets))
    return found


def watched(target: int) -> list[dict[str, str]]:
    """What would stand on the list, said while it is empty."""
    return [
        {"icon": "clock", "title": _("有队列等了超过 %(t)s 分钟") % {"t": target}},
        {"icon": "users", "title": _("有人在等，却没有窗口能办")},
        {"icon": "player-pause", "title": _("窗口暂停超过 %(m)s 分钟") % {"m": LONG_PAUSE}},
        {"icon": "ban", "title": _("队列停着号")},
        {"icon": "printer", "title": _("纸号没打出来")},
        {"icon": "heart", "title": _("取号的人里老年人超过四分之一")},
    ]


def _over(queues: Sequence[dict[str, Any]], counters: Sequence[dict[str, Any]]) -> list[Todo]:
    """One line for all queues that the same closed counters would help: it can open only once."""
    together: dict[tuple[int, ...], list[dict[str, Any]]] = {}
    for queue in queues:
        able = [c for c in counters if c["state"] != "open" and queue["id"] in c["queues"]]
        together.setdefault(tuple(c["number"] for c in able), []).append(queue)
    return [
        todo
        for numbers, helped in together.items()
        for todo in ([_open(helped, numbers)] if numbers else [_open([q], ()) for q in helped])
    ]


def _open(queues: Sequence[dict[str, Any]], counters: Sequence[int]) -> Todo:
    text = _("；").join(_waits(q, named=len(queues) > 1) for q in queues) + _("。")
    if counters:
        names = _("、").join(_("%(n)s 号") % {"n": number} for number in counters[:3])
        text += _("%(c)s窗口能办，现在没开。") % {"c": names}
    names = _("、").join(q["name"] for q in queues)
    return Todo(_("给%(q)s加开窗口") % {"q": names}, text, "#counters", _("看窗口"))


def _waits(queue: dict[str, Any], *, named: bool) -> str:
    what = {"q": queue["name"], "n": queue["waiting"], "m": queue["longest"]}
    if named:
        return _("%(q)s %(n)s 人，最久 %(m)s 分钟") % what
    return _("%(n)s 人在等，最久 %(m)s 分钟") % what


def _unserved(queue: dict[str, Any]) -> Todo:
    text = _("%(n)s 人在等，没有一个开着的窗口能办。") % {"n": queue["waiting"]}
    return Todo(_("%(q)s没有人办") % {"q": queue["name"]}, text, "#counters", _("看窗口"))


def _long(counter: dict[str, Any], now: datetime) -> bool:
    since = counter["changed_at"]
    return counter["state"] == "paused" and (now - since).total_seconds() > LONG_PAUSE * 60


def _paused(counter: dict[str, Any], now: datetime) -> Todo:
    minutes = int((now - counter["changed_at"]).total_seconds() // 60)
    title = _("%(n)s 号窗口暂停了 %(m)s 分钟") % {"n": counter["number"], "m": minutes}
    reason = counter["reason"] or _("原因没填。")
    text = _("%(who)s，%(why)s") % {"who": counter["worker"], "why": reason}
    return Todo(title, text, "#counters", _("看窗口"))


def _stopped(queue: dict[str, Any]) -> Todo:
    title = _("%(q)s停着号") % {"q": queue["name"]}
    return Todo(title, queue["reason"], "#queues", _("恢复取号"))


def _many_older(older: int, tickets: int) -> Todo:
    text = _("今天 %(t)s 个号，老年人 %(n)s 个，超过四分之一。") % {"t": tickets, "n": older}
    return Todo(_("给老年人单设一个窗口"), text, "#counters", _("看窗口"))
