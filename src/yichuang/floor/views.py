"""The floor guide's page: who needs me, and what I can do for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError, NotFound
from yichuang.kit.web import actor_of, requires
from yichuang.people import queries as people
from yichuang.places import queries as places
from yichuang.tickets import queries, services
from yichuang.tickets.forms import TakeForm

from .page import doubt_now, floor_page

OFTEN, FOUND = 8, 12  # items: those wanted most, and those that were searched

ACTIONS: dict[str, Callable[..., Any]] = {
    "arrive": services.arrive,
    "requeue": services.requeue,
    "return": services.return_ticket,
    "postpone": services.postpone,
    "cancel": services.cancel,
    "reprint": services.reprint_slip,
}


@requires("tickets.guide")
def floor(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    hall = people.hall_of(actor)
    q = request.GET.get("q", "")[:100]
    items = places.items_of_hall(hall, q).items[: FOUND if q else OFTEN]
    page = floor_page(hall, at) | {"q": q, "items": items}
    found = queries.ticket_by_number(hall, at, request.GET.get("number", "")[:12])
    asked = request.GET.get("number", "")
    page |= {"found": found, "asked": asked, "allowed": allowed_for(found, actor)}
    return render(request, "floor/floor.html", page | {"actor_name": actor.name})


def allowed_for(ticket: Any, actor: Any) -> list[str]:
    """Actions of this page that fit the ticket's state and slip."""
    if ticket is None:
        return []
    view = queries.ticket_view(ticket, now(), actor=actor)
    slip = ["reprint"] if ticket.slip == "failed" else []
    return slip + [action for action in view.get("actions", []) if action in ACTIONS]


@requires("tickets.guide")
def live(request: HttpRequest) -> HttpResponse:
    hall = people.hall_of(actor_of(request))
    return render(request, "floor/_needs.html", floor_page(hall, now()))


@requires("tickets.guide")
def take(request: HttpRequest, item: str) -> HttpResponse:
    """A number for somebody who stands here: one press, everything else may stay empty."""
    actor, at = actor_of(request), now()
    hall = people.hall_of(actor)
    served = places.hall_item(hall, item)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        taken = services.take_ticket(
            actor=actor,
            now=at,
            hall=hall,
            channel="guide",
            item=served.item,
            identity=form.identity(),
            phone=form.cleaned_data["phone"],
            represents=form.represents(),
            needs=form.cleaned_data["needs"],
        )
        messages.success(request, _("%(n)s，请记给这位群众。") % {"n": taken.ticket.number})
        return redirect(f"/floor/?number={taken.ticket.number}")
    doubt = doubt_now(hall, served.queue_id, at)
    page = {"hall": hall, "item": served.item, "form": form, "doubt": doubt}
    page |= {"actor_name": actor.name}
    return render(request, "floor/take.html", page)


@require_POST
@requires("tickets.guide")
def act(request: HttpRequest, ticket: str, action: str) -> HttpResponse:
    actor = actor_of(request)
    found = queries.get_ticket_for(actor, ticket)
    if action not in ACTIONS:
        raise NotFound("no_such_action", _("没有这个操作。"))
    try:
        ACTIONS[action](actor=actor, now=now(), ticket=found)
        messages.success(request, _("%(n)s 已处理。") % {"n": found.number})
    except DomainError as refusal:
        messages.error(request, refusal.detail)
    return redirect(f"/floor/?number={found.number}")
