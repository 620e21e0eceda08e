"""What the kiosk shows of items and of a ticket that was just taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import segno
from django.http import HttpRequest
from django.utils.translation import gettext as _

from yichuang.kit.web import actor_of
from yichuang.places import queries as places
from yichuang.places.models import Hall, HallItem
from yichuang.places.wording import place_words
from yichuang.shell.mode import ELDER, mode_of
from yichuang.tickets import queries as tickets
from yichuang.tickets.forms import PRINCIPAL_KINDS
from yichuang.tickets.models import PURPOSES, Ticket

IDLE, IDLE_ELDER = 60, 120
SEE_CODE = "tickets.see_code"
Waits = dict[UUID, dict[str, Any]]


def frame(
    request: HttpRequest, hall: Hall, now: datetime, *, at_home: bool = False
) -> dict[str, Any]:
    """What every page of the kiosk needs. The code only on a browser logged in as machine."""
    idle = IDLE_ELDER if mode_of(request) == ELDER else IDLE
    shows = actor_of(request).can(SEE_CODE, hall.id)
    return {
        "hall": hall,
        "home_url": f"/kiosk/{hall.code}/",
        "help_url": f"/kiosk/{hall.code}/help/",
        "help_label": _("要帮忙"),  # nobody is called by it: it says whom to find
        "time": now.astimezone(ZoneInfo(hall.timezone)).strftime("%H:%M"),
        "code": tickets.arrival_code(hall, now) if shows else "",
        "idle": 0 if at_home else idle,
        "at_home": at_home,
    }


def waits_of(hall: Hall, now: datetime) -> Waits:
    """By queue id: range, people before, and the reason where numbers are stopped."""
    return {
        row["id"]: {
            "stopped": row["reason"] if row["stopped"] else "",
            "range": span(row["wait"]),
            "unit": _("分内") if within(row["wait"]) else _("分"),
            "wait": row["wait"],
            "people": row["waiting"],
            "place": place_words(row["floor"], row["zone"]),
            "prefix": row["prefix"],
            "high": row["wait"]["high"] if row["wait"] else None,
        }
        for row in tickets.queue_waits(hall, now)
    }


def span(wait: dict[str, int] | None) -> str:
    if not wait:
        return ""
    low, high = wait["low"], wait["high"]
    if within(wait):
        return str(max(high, 1))
    return str(high) if low == high else f"{low}-{high}"


def within(wait: dict[str, int] | None) -> bool:
    """It may be at once: '9 分钟内' reads better than '0-9 分钟'."""
    return bool(wait and wait["low"] == 0)


def item_rows(rows: Iterable[HallItem], waits: Waits) -> list[dict[str, Any]]:
    return [
        {
            "code": row.item.code,
            "name": row.item.name,
            "short": row.item.name.split("（")[0],
            "wait": waits.get(row.queue_id),
        }
        for row in rows
    ]


def departments(rows: Iterable[HallItem]) -> list[dict[str, Any]]:
    """In the order of their most used item."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        department = row.item.department
        code, name = (department.code, department.name) if department else ("other", _("其他"))
        found.setdefault(code, {"code": code, "name": name, "count": 0, "rows": []})
        found[code]["count"] += 1
        found[code]["rows"].append(row)
    return list(found.values())


def page_of(rows: list[Any], wanted: str, whole: int) -> dict[str, Any]:
    """One screenful: nobody has to find out that a kiosk scrolls.

    `whole`: as many as fit alone; buttons for other pages take the room of two.
    """
    size = whole if len(rows) <= whole else whole - 2
    pages = max(1, -(-len(rows) // size))
    page = min(max(int(wanted), 1), pages) if wanted.isascii() and wanted.isdigit() else 1
    return {
        "rows": rows[(page - 1) * size : page * size],
        "page": page,
        "pages": pages,
        "before": page - 1,
        "after": page + 1 if page < pages else 0,
    }


def tiles(people: int, wait: dict[str, int] | None) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = [{"label": _("前面最多"), "value": people, "unit": _("人")}]
    if wait:
        unit = _("分钟内") if within(wait) else _("分钟")
        shown.append({"label": _("大约再等"), "value": span(wait), "unit": unit})
    return shown


SLIP_WORDS = {
    "none": lambda: _("没有纸号，请记下或扫码。"),
    "queued": lambda: _("纸号马上出来，请拿好。"),
    "printed": lambda: _("纸号打好了，请拿好。"),
    "failed": lambda: _("纸号没打出来，请记下或扫码。导办已知道。"),
}


def purposes() -> list[dict[str, str]]:
    """Beside handling an item, each one touch from the first screen."""
    words = {
        "ask": ("user-question", _("先问一问")),
        "supply": ("files", _("补材料")),
        "collect": ("package", _("取件")),
        "pay": ("receipt", _("缴费")),
        "report": ("message", _("反映问题")),
    }
    return [{"code": code, "icon": icon, "title": title} for code, (icon, title) in words.items()]


def relations() -> list[str]:
    """For whom: there is no keyboard for names, so a word stands beside their number."""
    return [_("父母"), _("爱人"), _("孩子"), usual_relation(), _("单位")]


def usual_relation() -> str:
    """Of whom only a number was typed."""
    return _("其他亲友")


def other_kinds() -> dict[str, str]:
    """What of another person can be typed."""
    return {code: str(word) for code, word in PRINCIPAL_KINDS}


def ticket_card(ticket: Ticket, address: str) -> dict[str, Any]:
    """The number large, where to wait, and a QR to follow it on a phone."""
    zone = ticket.queue.zone
    return {
        "number": ticket.number,
        "title": ticket.item.name if ticket.item else str(PURPOSES[ticket.purpose]),
        "where": _("请到%(place)s等") % {"place": zone},
        "seat": zone.seat_hint,
        "qr": segno.make(address, error="m").svg_data_uri(scale=4, border=1),
        "slip": ticket.slip,
        "slip_words": SLIP_WORDS[ticket.slip](),
    }


def opening(hall: Hall, now: datetime) -> dict[str, Any]:
    if places.open_now(hall, now):
        return {"open": True, "words": ""}
    hours = places.hours_today(hall, now)
    times = "、".join(
        _("%(a)s 到 %(b)s") % {"a": _clock(h.opens_minute), "b": _clock(h.closes_minute)}
        for h in hours
    )
    return {"open": False, "words": _("今天 %(t)s") % {"t": times} if times else _("今天休息")}


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"
