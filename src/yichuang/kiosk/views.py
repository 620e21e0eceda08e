"""Two touches to a number: the item, then 取号. Nothing typed outlives the page."""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError, NotFound
from yichuang.kit.web import actor_of, attempted, public
from yichuang.people.identity import TYPES as IDENTITY
from yichuang.places import queries as places
from yichuang.places.models import Hall
from yichuang.shell.mode import ELDER, mode_of
from yichuang.tickets import queries as tickets
from yichuang.tickets import services
from yichuang.tickets.forms import TakeForm
from yichuang.tickets.models import PURPOSES

from . import state

MOST_USED, MOST_USED_ELDER = 5, 3
ROWS, ROWS_ELDER = 10, 8  # of one screen
ALL = 2000
GENERAL = "Z"
RESIDENT = "resident_id"


@public
@never_cache
def home(request: HttpRequest, hall: str) -> HttpResponse:
    found, at = places.hall_by_code(hall), now()
    served = places.items_of_hall(found, limit=ALL).items
    most = MOST_USED_ELDER if mode_of(request) == ELDER else MOST_USED
    page = state.frame(request, found, at, at_home=True) | {
        "open": state.opening(found, at),
        "purposes": state.purposes(),
        "items": state.item_rows(served[:most], state.waits_of(found, at)),
        "total": len(served),
    }
    return render(request, "kiosk/home.html", page)


@public
@never_cache
def items(request: HttpRequest, hall: str) -> HttpResponse:
    """Departments, then the items of one, a screenful at a time."""
    found, at = places.hall_by_code(hall), now()
    groups = state.departments(places.items_of_hall(found, limit=ALL).items)
    page = state.frame(request, found, at) | {"groups": groups}
    chosen = next((g for g in groups if g["code"] == request.GET.get("department")), None)
    if chosen:
        whole = ROWS_ELDER if mode_of(request) == ELDER else ROWS
        shown = state.page_of(chosen["rows"], request.GET.get("page", "")[:4], whole)
        rows = state.item_rows(shown["rows"], state.waits_of(found, at))
        page |= shown | {
            "department": chosen["name"],
            "department_code": chosen["code"],
            "items": rows,
        }
    return render(request, "kiosk/items.html", page)


@public
@never_cache
def helping(request: HttpRequest, hall: str) -> HttpResponse:
    """Whom to find, and what on this machine helps."""
    return render(
        request, "kiosk/help.html", state.frame(request, places.hall_by_code(hall), now())
    )


@public
@never_cache
def take(request: HttpRequest, hall: str) -> HttpResponse:
    """GET shows what is taken, POST takes it. Arrived only by a machine's own login."""
    found = places.hall_by_code(hall)
    about = _about(found, _asked(request, "item"), _asked(request, "purpose"))
    sent = request.POST if request.method == "POST" else None
    form = TakeForm(sent, hall=found, initial={"who": "me"})
    refused, status = {}, 200
    if request.method == "POST":
        taken, refusal = _ordered(request, found, about, form)
        if taken:
            return _taken(request, found, taken)
        refused, status = _refusal(refusal), refusal.status if refusal else 422
    page = about | _form(form) | _standing(request, found, about["queue"]) | {"refusal": refused}
    return render(request, "kiosk/take.html", page, status=status)


def _asked(request: HttpRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name, "")


def _standing(request: HttpRequest, hall: Hall, queue: object) -> dict[str, Any]:
    """Hall and queue as they are now."""
    at = now()
    wait: dict[str, Any] = next(
        (w for key, w in state.waits_of(hall, at).items() if queue in (key, w["prefix"])),
        {"people": 0, "wait": None, "place": "", "stopped": "", "high": None},
    )
    return state.frame(request, hall, at) | {
        "wait": wait,
        "doubt": tickets.doubt_before_closing(hall, at, wait["high"]),
        "place": _("在%(place)s办") % {"place": wait["place"]},
        "tiles": state.tiles(wait["people"], wait["wait"]),
    }


def _form(form: TakeForm) -> dict[str, Any]:
    """The form, and what its keys and kinds of paper are."""
    kinds, for_kind = state.other_kinds(), form["for_kind"].value() or RESIDENT
    identity_type = form["identity_type"].value() or RESIDENT
    return {
        "form": form,
        "keys": "123456789",
        "letters": ascii_uppercase,
        "relations": state.relations(),
        "identity_type": identity_type,
        "identity_word": IDENTITY.get(identity_type, ""),
        "usual_relation": state.usual_relation(),
        "other_kinds": kinds.items(),
        "for_kind": for_kind,
        "for_word": kinds.get(for_kind, ""),
    }


def _about(hall: Hall, item: str, purpose: str) -> dict[str, Any]:
    """An item, or a purpose without one. Refused: 404 for what the hall does not have."""
    if item:
        served = places.hall_item(hall, item)
        about = {"title": served.item.name, "queue": served.queue_id, "item_code": item}
        return about | {"purpose": "", "wanted": {"item": served.item}}
    if purpose not in PURPOSES or purpose == "handle":
        raise NotFound("no_such_purpose", _("没有这种取号，请回首页。"))
    title = PURPOSES[purpose]
    return {"title": title, "queue": GENERAL, "purpose": purpose, "wanted": {"purpose": purpose}}


Ordered = tuple[services.Taken | None, DomainError | None]


def _ordered(request: HttpRequest, hall: Hall, about: dict[str, Any], form: TakeForm) -> Ordered:
    """Taken, or why not; neither where the form says it itself."""
    if not form.is_valid():
        return None, None
    order = {"actor": actor_of(request), "now": now(), "hall": hall, "channel": "kiosk"}
    return attempted(services.take_ticket, **order, **form.order(), **about["wanted"])


def _taken(request: HttpRequest, hall: Hall, taken: services.Taken) -> HttpResponse:
    for _code, sentence in taken.warnings:
        messages.warning(request, sentence)
    return redirect(f"/kiosk/{hall.code}/done/{taken.ticket.public_id}/")


@public
@never_cache
def done(request: HttpRequest, hall: str, ticket: str) -> HttpResponse:
    found, at = places.hall_by_code(hall), now()
    taken = tickets.get_ticket_for(actor_of(request), ticket)
    view = tickets.ticket_view(taken, at)
    page = state.frame(request, found, at) | {
        "t": state.ticket_card(taken, f"{settings.PUBLIC_URL}/t/{ticket}/"),
        "tiles": state.tiles(view["ahead"], view["wait"]),
        "notes": _notes(view, [str(message) for message in messages.get_messages(request)]),
    }
    return render(request, "kiosk/done.html", page)


def _notes(view: dict[str, Any], warnings: list[str]) -> list[dict[str, str]]:
    notes = [{"title": sentence, "text": "", "kind": ""} for sentence in warnings]
    if not view["arrived"]:
        text = _("这台机器没有登录，请在手机上填现场码，或找导办。")
        notes.append({"title": _("还没有确认到场"), "text": text, "kind": "red"})
    elif view["why"]:
        notes.append({"title": view["why"], "text": "", "kind": ""})
    if doubt := view["closing"]:
        text = doubt["text"] + doubt["another_day"]
        notes.append({"title": doubt["title"], "text": text, "kind": ""})
    return notes


def _refusal(refusal: DomainError | None) -> dict[str, str]:
    """Whoever types a number that already waits learns only whom to ask."""
    if refusal is None:
        return {}
    titles = {"already_waiting": _("请问导办"), "queue_stopped": _("暂停取号")}
    return {
        "title": titles.get(refusal.code, _("没有取成")),
        "detail": refusal.detail,
        "field": next(iter(refusal.fields), ""),
    }
