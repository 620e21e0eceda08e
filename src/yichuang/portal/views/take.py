"""A number: item or purpose, then one press. Everything else may stay empty."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError, NotFound
from yichuang.kit.web import actor_of, attempted, public
from yichuang.places import queries as places
from yichuang.places.models import Hall
from yichuang.tickets import services
from yichuang.tickets.forms import TakeForm
from yichuang.tickets.models import PURPOSES

from ..answers import read_path
from ..guides import definition_now
from ..halls import hall_of, opening
from ..secrets import keep_keys
from ..stops import asking
from ..tickets import mine_already
from ..visiting import code_from_board
from ..waiting import GENERAL, queue_now


@public
def take_for_item(request: HttpRequest, item: str) -> HttpResponse:
    hall = hall_of(request)
    served = places.hall_item(hall, item)
    source = request.POST if request.method == "POST" else request.GET
    answers = read_path(definition_now(served.item, now()), source.getlist("a"))
    about = {
        "title": served.item.name,
        "back_url": f"/items/{item}/",
        "queue": served.queue_id,
        "answered": answers.values(),
        "wanted": {"item": served.item, "scenarios": answers.scenarios},
    }
    return _take(request, hall, about)


@public
def take_for_purpose(request: HttpRequest, purpose: str) -> HttpResponse:
    if purpose not in PURPOSES or purpose == "handle":
        raise NotFound("no_such_purpose", _("没有这种取号。"))
    hall = hall_of(request)
    about = {
        "title": PURPOSES[purpose],
        "back_url": "/",
        "queue": GENERAL,
        "wanted": {"purpose": purpose},
    }
    return _take(request, hall, about)


def _take(request: HttpRequest, hall: Hall, about: dict[str, Any]) -> HttpResponse:
    form = TakeForm(
        request.POST if request.method == "POST" else None, hall=hall, initial={"who": "me"}
    )
    refused, status = {}, 200
    if request.method == "POST":
        taken, refusal = _ordered(request, hall, about, form)
        if taken:
            return _taken(request, taken)
        refused, status = _refusal(refusal), refusal.status if refusal else 422
    page = about | _standing(request, hall, about) | {"form": form, "refusal": refused}
    return render(request, "portal/take.html", page, status=status)


Ordered = tuple[services.Taken | None, DomainError | None]


def _ordered(request: HttpRequest, hall: Hall, about: dict[str, Any], form: TakeForm) -> Ordered:
    """Taken, or why not; neither where the form says it itself."""
    if not form.is_valid():
        return None, None
    order = {"actor": actor_of(request), "now": now(), "hall": hall, "channel": "phone"}
    order |= {"code": form.cleaned_data["code"].strip(), **form.order(), **about["wanted"]}
    return attempted(services.take_ticket, **order)


def _standing(request: HttpRequest, hall: Hall, about: dict[str, Any]) -> dict[str, Any]:
    """Hall and queue as they are now, and what this browser holds already."""
    at, wanted = now(), about["wanted"]
    same = {name: wanted[name] for name in ("item", "purpose") if name in wanted}
    return {
        "hall": hall,
        "code_from_board": code_from_board(request),
        "open": opening(hall, at, hint=False),
        "now": queue_now(hall, about["queue"], at),
        "mine": mine_already(request, hall, **same),
        **asking(hall),
    }


def _taken(request: HttpRequest, taken: services.Taken) -> HttpResponse:
    for _code, sentence in taken.warnings:
        messages.warning(request, sentence)
    ticket = taken.ticket.public_id
    response = redirect(f"/t/{ticket}/")
    keep_keys(request, response, ticket, taken.secret, taken.rating_key)
    return response


def _refusal(refusal: DomainError | None) -> dict[str, str]:
    if refusal is None:
        return {}
    titles = {"already_waiting": _("已经有号了"), "queue_stopped": _("暂停取号")}
    return {"title": titles.get(refusal.code, _("没有取成")), "detail": refusal.detail}
