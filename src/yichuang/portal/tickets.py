"""My ticket as the phone shows it: one state, what to do now, nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item
from yichuang.kit.errors import NotFound
from yichuang.kit.web import actor_of
from yichuang.tickets import queries
from yichuang.tickets.models import Ticket

from .guides import ready_for
from .halls import local_time
from .secrets import Keys, keys_of, my_tickets
from .waiting import range_tile

WORDS = {
    "waiting": lambda: _("排队中"),
    "called": lambda: _("轮到您了"),
    "serving": lambda: _("正在办理"),
    "held": lambda: _("请稍等，马上接着办"),
    "passed": lambda: _("过号了"),
    "sent_away": lambda: _("办好再回来"),
    "done": lambda: _("办完了"),
    "cancelled": lambda: _("已退号"),
    "expired": lambda: _("已失效"),
}
DIRECTIONS = {
    "left": (lambda: _("往左走"), "arrow-left"),
    "right": (lambda: _("往右走"), "arrow-right"),
    "ahead": (lambda: _("往前走"), "arrow-up"),
}
LIVE = ("waiting", "called", "serving", "held", "passed", "sent_away")


def ticket_of(request: HttpRequest, public_id: str) -> tuple[Ticket, Keys]:
    """Refused: 404 for an id nobody has. Whose secret is wrong only sees."""
    ticket = queries.get_ticket_for(actor_of(request), public_id)
    keys = keys_of(request, public_id)
    return ticket, keys


def ticket_page(ticket: Ticket, keys: Keys, now: datetime) -> dict[str, Any]:
    view = queries.ticket_view(ticket, now, holder=keys.held)
    state = view["state"]
    waiting = state == "waiting"
    words = WORDS[state]()
    if waiting and not view["arrived"]:
        words = _("还没到大厅")
    issued = local_time(ticket.issued_at, ticket.hall)
    return {
        "id": ticket.public_id,
        "number": ticket.number,
        "state": state,
        "words": words,
        "when": _("%(time)s 取号") % {"time": issued.strftime("%H:%M")} if waiting else "",
        "live": state in LIVE,
        "turn": state == "called",
        "held": keys.held,
        "arrived": view["arrived"],
        "arrive": waiting and not view["arrived"],
        "go": _go(view) if state in ("called", "serving", "held") else None,
        "tiles": _tiles(view) if waiting else [],
        "postpone": _("来不及，往后排 %(n)s 个") % {"n": ticket.hall.requeue_after_calls},
        "notes": _notes(view, ticket),
        "points": _points(view, ticket),
        "links": _links(view, ticket, keys),
    }


def _tiles(view: dict[str, Any]) -> list[dict[str, Any]]:
    people = {"label": _("前面最多"), "value": view["ahead"], "unit": _("人")}
    return [people, *range_tile(_("大约再等"), view["wait"])]


def _go(view: dict[str, Any]) -> dict[str, str] | None:
    counter = view["counter"]
    if not counter:
        return None
    words, icon = DIRECTIONS[counter["direction"]]
    return {
        "counter": counter["number"],
        "where": f"{counter['floor']}{words()}" if view["state"] == "called" else "",
        "icon": icon,
    }


def _notes(view: dict[str, Any], ticket: Ticket) -> list[dict[str, str]]:
    state, notes = view["state"], []
    if state == "passed":
        text = _("请找穿红马甲的导办或到自助机，帮您回到队里。叫过的号当天有效。")
        notes.append({"title": _("叫了您，没等到"), "text": text, "kind": ""})
    if state == "sent_away":
        text = _("回来后到窗口或导办台说一声，不用重新排队。今天有效。")
        notes.append({"title": _("号给您留着"), "text": text, "kind": ""})
    if state == "expired":
        text = _("当天没有来，号作废了。要办请重新取号。")
        notes.append({"title": _("这个号过期了"), "text": text, "kind": ""})
    if state == "waiting" and view["arrived"] and view["why"]:
        notes.append({"title": view["why"], "text": "", "kind": ""})
    if doubt := view["closing"]:
        text = doubt["text"] + doubt["another_day"]
        notes.append({"title": doubt["title"], "text": text, "kind": ""})
    return notes


def _points(view: dict[str, Any], ticket: Ticket) -> list[dict[str, str]]:
    state, queue = view["state"], view["queue"]
    points = []
    if state == "waiting":
        place = _("请到%(floor)s%(zone)s等") % {"floor": queue["floor"], "zone": queue["zone"]}
        points.append({"icon": "map-pin", "title": place, "text": queue["seat_hint"]})
    if state in ("waiting", "called") and ticket.item:
        points.append(_have_ready(ticket, ticket.item))
    if state == "waiting":
        text = _("这一页开着，叫到时会变色、振动")
        points.append({"icon": "bell", "title": _("听到或看到叫号再过去"), "text": text})
    if state == "called":
        text = _("问穿红马甲的导办，或看屏幕上的箭头")
        points.append({"icon": "help", "title": _("找不到窗口"), "text": text})
    return points


MOST_READY = 3


def _have_ready(ticket: Ticket, item: Item) -> dict[str, str]:
    """The papers that are asked for certain, by the answers given when taking the number."""
    told = ready_for(item, ticket.scenarios, ticket.issued_at)
    names = list(dict.fromkeys(line.instead or line.name for line in told))
    if not names:
        text = _("其余看“我要带什么”")
        return {"icon": "id", "title": _("带好身份证件"), "text": text}
    more = _("等 %(n)s 样") % {"n": len(names)} if len(names) > MOST_READY else ""
    title = _("拿好%(papers)s") % {"papers": "、".join(names[:MOST_READY]) + more}
    return {"icon": "id", "title": title, "text": told[0].how}


def _links(view: dict[str, Any], ticket: Ticket, keys: Keys) -> list[dict[str, str]]:
    state, links = view["state"], []
    if state in ("waiting", "passed", "sent_away") and view["item"]:
        url = f"/t/{ticket.public_id}/questions/"
        text = _("答几个问题，每题都能跳过")
        links.append({"url": url, "title": _("我要带什么"), "text": text})
    if state in ("expired", "cancelled", "done") and view["item"]:
        url = f"/items/{view['item']['id']}/"
        links.append({"url": url, "title": _("再办一次：看指南"), "text": view["item"]["name"]})
    return links


def my_rows(request: HttpRequest, now: datetime) -> list[dict[str, str]]:
    """The live tickets that were taken with this browser."""
    rows = []
    for public_id in my_tickets(request):
        try:
            ticket = queries.get_ticket_for(actor_of(request), public_id)
        except NotFound:
            continue
        if ticket.state in LIVE:
            words = WORDS[ticket.state]()
            name = ticket.item.name if ticket.item else ticket.queue.name
            rows.append({"id": public_id, "number": ticket.number, "words": f"{words} · {name}"})
    return rows
