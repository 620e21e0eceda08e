"""A number: item or purpose, then one press. Everything else may stay empty."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError, NotFound
from yichuang.kit.web import actor_of, public, refusable
from yichuang.places import queries as places
from yichuang.tickets import services
from yichuang.tickets.forms import TakeForm
from yichuang.tickets.models import PURPOSES

from ..answers import read_path
from ..guides import definition_now
from ..halls import hall_of, opening
from ..secrets import keep_keys
from ..stops import asking
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


def _take(request: HttpRequest, hall: Any, about: dict[str, Any]) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = TakeForm(sent, hall=hall, initial={"who": "me"})
    page = about | {"hall": hall, "form": form, "code_from_board": code_from_board(request)}
    page |= asking(hall)
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                with refusable():
                    taken = services.take_ticket(**_order(request, hall, about, form))
                return _taken(request, taken)
            status = 422
        except DomainError as refusal:
            page["refusal"], status = _refusal(refusal), refusal.status
    at = now()
    page |= {"open": opening(hall, at, hint=False), "now": queue_now(hall, about["queue"], at)}
    return render(request, "portal/take.html", page, status=status)


def _order(
    request: HttpRequest, hall: Any, about: dict[str, Any], form: TakeForm
) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "actor": actor_of(request),
        "now": now(),
        "hall": hall,
        "channel": "phone",
        "identity": form.identity(),
        "phone": data["phone"],
        "represents": form.represents(),
        "needs": data["needs"],
        "code": data["code"].strip(),
        **about["wanted"],
    }


def _taken(request: HttpRequest, taken: services.Taken) -> HttpResponse:
    for _code, sentence in taken.warnings:
        messages.warning(request, sentence)
    ticket = taken.ticket.public_id
    response = redirect(f"/t/{ticket}/")
    keep_keys(request, response, ticket, taken.secret, taken.rating_key)
    return response


def _refusal(refusal: DomainError) -> dict[str, str]:
    titles = {"already_waiting": _("已经有号了"), "queue_stopped": _("暂停取号")}
    return {"title": titles.get(refusal.code, _("没有取成")), "detail": refusal.detail}
