"""From the hall's state to what a display shows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import segno
from django.conf import settings
from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.places import queries as places
from yichuang.places.models import Counter, Hall
from yichuang.shell.days import other_day
from yichuang.tickets import queries as tickets

from .rules import CallShown, Screen, arrange, stops_shown
from .voice import may_be_spoken

SEE_CODE = "tickets.see_code"
DIRECTIONS = {
    "left": (lambda: _("往左走"), "arrow-left"),
    "right": (lambda: _("往右走"), "arrow-right"),
    "ahead": (lambda: _("往前走"), "arrow-up"),
}
PASSED = 3  # more of them would push the queues off the line


def calls_of(board: dict[str, Any], zone: str = "") -> list[CallShown]:
    """`zone`: only of this zone, for a display that stands there."""
    return [
        CallShown(
            id=row["call"],
            number=row["number"],
            counter=row["counter_number"],
            at=datetime.fromisoformat(row["at"]),
            voice_name=row["queue_voice_name"],
            direction=row["direction"],
            floor=row["floor"],
            zone=row["zone"],
            times=1 + row["recalls"],
            first=row["priority"],
            over=row["over"],
            passed=row["state"] == "passed",
            date=other_day(date.fromisoformat(row["day"]), board["today"]),
        )
        for row in board["calls"]
        if not zone or row["zone_code"] == zone
    ]


def board_page(hall: Hall, actor: Actor, zone: str, now: datetime) -> dict[str, Any]:
    """One display: the call, calls of the last minutes, waiting, stopped, passed, the code."""
    shows = actor.can(SEE_CODE, hall.id)
    board = tickets.board(hall, now, with_code=shows)
    screen = arrange(calls_of(board, zone), now)
    queues = [q for q in board["queues"] if not zone or q["zone_code"] == zone]
    code = board.get("code", "")
    return {
        "hall": hall,
        "zone": next((z for z in places.zones(hall) if z.code == zone), None),
        "screen": screen,
        "calls": [_shown(call) for call in screen.now],
        "aloud": [_spoken(hall, call) for call in screen.aloud],
        "queues": sorted((q for q in queues if q["waiting"]), key=lambda q: -q["waiting"]),
        "waiting": sum(q["waiting"] for q in queues),
        "stops": stops_shown([(q["name"], q["reason"]) for q in queues if q["stopped"]]),
        "passed": board["passed"][:PASSED],
        "code": code,
        "qr": _arrive_qr(hall, code) if code else "",
    }


def _spoken(hall: Hall, call: CallShown) -> dict[str, str]:
    spoken = may_be_spoken(call.number, call.counter)
    address = f"/board/{hall.code}/voice/{call.number}-{call.counter}.wav"
    return {"key": call.key, "voice": address if spoken else ""}


def _shown(call: CallShown) -> dict[str, Any]:
    words, icon = DIRECTIONS[call.direction]
    return {
        "number": call.number,
        "counter": call.counter,
        "times": call.times,
        "first": call.first,
        "date": call.date,
        "to": words(),
        "icon": icon,
    }


def _arrive_qr(hall: Hall, code: str) -> str:
    """Opens the portal, which keeps hall and code; the code lapses within two minutes."""
    address = f"{settings.PUBLIC_URL}/?hall={hall.code}&code={code}"
    return segno.make(address, error="m").svg_data_uri(scale=3, border=1)


def strip_page(hall: Hall, counter: Counter, now: datetime) -> dict[str, Any]:
    """The display over one counter."""
    board = tickets.board(hall, now)
    mine = next(c for c in board["counters"] if c["number"] == counter.number)
    words = {"called": _("请到这里"), "serving": _("正在办理")}
    state = mine["ticket_state"] if mine["state"] == "open" else None
    day = date.fromisoformat(mine["ticket_day"]) if state else board["today"]
    return {
        "hall": hall,
        "counter": counter,
        "call": {"number": mine["ticket"], "words": words["called"]} if state == "called" else None,
        "serving": mine["ticket"] if state == "serving" else "",
        "date": other_day(day, board["today"]),
        "words": _closed_words(mine["state"]),
        "queues": "、".join(q.name for q in counter.queues.all()),
    }


def _closed_words(state: str) -> str:
    """Why a counter pauses is between the worker and the manager."""
    if state == "closed":
        return _("这个窗口没开")
    if state == "paused":
        return _("暂停一会儿")
    return _("请看号等候")


def is_called(hall: Hall, number: str, counter: int, now: datetime) -> CallShown | None:
    """Only what was really called here in the last minutes becomes sound."""
    calls = calls_of(tickets.board(hall, now))
    return next((c for c in calls if (c.number, c.counter) == (number, counter)), None)


def today_words(local: datetime) -> str:
    return _("%(month)s 月 %(day)s 日　星期%(weekday)s") % {
        "month": local.month,
        "day": local.day,
        "weekday": _("一 二 三 四 五 六 日").split()[local.weekday()],
    }


__all__ = ["Screen", "board_page", "calls_of", "is_called", "strip_page", "today_words"]
