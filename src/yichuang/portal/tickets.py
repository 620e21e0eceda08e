"""My ticket as the phone shows it: one state, what to do now, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item
from yichuang.kit.clock import hall_day
from yichuang.kit.errors import NotFound
from yichuang.kit.web import actor_of
from yichuang.places.models import Hall
from yichuang.places.wording import place_words
from yichuang.shell.days import other_day
from yichuang.tickets import queries
from yichuang.tickets.models import PURPOSES, Ticket

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
    return {
        "id": ticket.public_id,
        "number": ticket.number,
        "state": state,
        "words": words,
        "title": f"{ticket.number} {words}",
        "when": _when(view, ticket),
        "what": ticket.item.name if ticket.item else str(PURPOSES[ticket.purpose]),
        "live": state in LIVE,
        "over": state not in LIVE,
        "turn": state == "called",
        "quiet": view["quiet_recalls"],
        "held": keys.held,
        "arrived": view["arrived"],
        "arrive": waiting and not view["arrived"],
        "go": _go(view) if state in ("called", "serving", "held") else None,
        "tiles": _tiles(view) if waiting else [],
        "postpone": _("来不及，往后排 %(n)s 个") % {"n": ticket.hall.requeue_after_calls},
        "notes": _notes(view, ticket, now),
        "points": _points(view, ticket, now),
        "links": _links(view, ticket, keys),
    }


def _when(view: dict[str, Any], ticket: Ticket) -> str:
    """The moment that this state is about."""
    words: dict[str, tuple[Any, str]] = {
        "called": (ticket.called_at, _("%(time)s 叫号")),
        "passed": (ticket.called_at, _("%(time)s 叫过")),
        "serving": (ticket.started_at, _("%(time)s 开始")),
        "done": (ticket.ended_at, _("%(time)s 办完")),
        "cancelled": (ticket.ended_at, _("%(time)s 退号")),
    }
    moment, said = words.get(view["state"], (ticket.issued_at, _("%(time)s 取号")))
    if moment is None:
        return ""
    return said % {"time": local_time(moment, ticket.hall).strftime("%H:%M")}


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
        "where": f"{counter['floor']}，{words()}" if view["state"] == "called" else "",
        "icon": icon,
    }


def _notes(view: dict[str, Any], ticket: Ticket, now: datetime) -> list[dict[str, str]]:
    state, notes = view["state"], []
    date = other_day(ticket.day, hall_day(now, ticket.hall.timezone))
    if date and state in LIVE:
        title = _("%(date)s %(number)s") % {"date": date, "number": ticket.number}
        notes.append({"title": title, "text": _("位置给您留着，不用重新取号。"), "kind": ""})
    if state == "called" and view["quiet_recalls"]:
        notes.append({"title": _again(view["quiet_recalls"]), "text": "", "kind": ""})
    if state == "passed":
        text = _("请找穿红马甲的导办，帮您回到队里。号今天都有效。")
        notes.append({"title": _("叫了您，没等到"), "text": text, "kind": ""})
    if state == "sent_away":
        text = _("回来跟窗口或导办说一声，今天不用重排。")
        notes.append({"title": _("号给您留着"), "text": text, "kind": ""})
    if state == "expired":
        text = _("当天没有来，号作废了。要办请重新取号。")
        notes.append({"title": _("这个号过期了"), "text": text, "kind": ""})
    if state == "waiting" and view["why"]:
        notes.append({"title": view["why"], "text": "", "kind": ""})
    if doubt := view["closing"]:
        text = doubt["text"] + doubt["another_day"]
        notes.append({"title": doubt["title"], "text": text, "kind": ""})
    return notes


def _again(times: int) -> str:
    """What the displays do not say any more."""
    if times == 1:
        return _("又叫了您一次，窗口在等您")
    return _("又叫了您 %(n)s 次，窗口在等您") % {"n": times}


def _points(view: dict[str, Any], ticket: Ticket, now: datetime) -> list[dict[str, str]]:
    state, queue = view["state"], view["queue"]
    points = []
    if state == "waiting":
        place = _("请到%(place)s等") % {"place": place_words(queue["floor"], queue["zone"])}
        points.append({"icon": "map-pin", "title": place, "text": queue["seat_hint"]})
    if state in ("waiting", "called") and ticket.item:
        points.append(_have_ready(ticket, ticket.item, now))
    if state == "waiting":
        text = _("这一页开着，叫到时会变色、振动")
        points.append({"icon": "bell", "title": _("听到或看到叫号再过去"), "text": text})
    if state == "called":
        text = _("问穿红马甲的导办，或看屏幕上的箭头")
        points.append({"icon": "help", "title": _("找不到窗口"), "text": text})
    if state == "held":
        text = _("还在这个窗口，不用重新取号")
        points.append({"icon": "armchair", "title": _("请别走远"), "text": text})
    if state in ("serving", "held"):
        text = _("请窗口一次说清差什么、打成单子")
        points.append({"icon": "clipboard-list", "title": _("如果没带齐"), "text": text})
        text = _("自愿评价，窗口人员看不到是谁评的")
        points.append({"icon": "mood-smile", "title": _("办完可以在这里评价"), "text": text})
    return points


MOST_READY = 3


def _have_ready(ticket: Ticket, item: Item, now: datetime) -> dict[str, str]:
    """The papers that are asked for certain, by the answers given so far."""
    told = ready_for(item, ticket.scenarios, now, ticket.hall)
    names = list(dict.fromkeys(line.instead or line.name for line in told))
    if not names:
        text = _("其余看“我要带什么”") if ticket.state == "waiting" else ""
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
        links.append({"url": url, "title": _("再办，先看指南"), "text": view["item"]["name"]})
    return links


def my_rows(request: HttpRequest, now: datetime) -> list[dict[str, str]]:
    """The live tickets that were taken with this browser."""
    return [
        {
            "id": ticket.public_id,
            "number": ticket.number,
            "words": f"{WORDS[ticket.state]()} · {ticket.item.name if ticket.item else ticket.queue.name}",
        }
        for ticket in _my_live_tickets(request)
    ]


def mine_already(
    request: HttpRequest, hall: Hall, *, item: Item | None = None, purpose: str = "handle"
) -> dict[str, str] | None:
    """The newest live ticket of this browser for the same thing, as a banner with its address."""
    wanted = (hall.pk, item.pk if item else None, purpose)
    for ticket in _my_live_tickets(request):
        if (ticket.hall_id, ticket.item_id, ticket.purpose) == wanted:
            words = {"number": ticket.number, "state": WORDS[ticket.state]()}
            return {
                "title": _("您已有号 %(number)s，%(state)s") % words,
                "text": _("给自己办，用它就行；给别人办，再取一个。"),
                "url": f"/t/{ticket.public_id}/",
                "link": _("看 %(number)s") % words,
            }
    return None


def _my_live_tickets(request: HttpRequest) -> Iterator[Ticket]:
    for public_id in my_tickets(request):
        try:
            ticket = queries.get_ticket_for(actor_of(request), public_id)
        except NotFound:
            continue
        if ticket.state in LIVE:
            yield ticket
