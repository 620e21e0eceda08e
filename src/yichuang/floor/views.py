"""The floor guide's page: who needs me, and what I can do for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yichuang.kit.actors import Actor
from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError, NotFound
from yichuang.kit.web import actor_of, attempted, record_refusal, requires
from yichuang.people import queries as people
from yichuang.places import queries as places
from yichuang.places.models import Hall
from yichuang.tickets import queries, services
from yichuang.tickets.forms import TakeForm
from yichuang.tickets.models import PURPOSES, Ticket

from .page import code_now, doubt_now, floor_page
from .sentences import done_words

OFTEN, FOUND = 8, 12  # items: those wanted most, and those that were searched

ACTIONS: dict[str, Callable[..., Any]] = {
    "arrive": services.arrive,
    "requeue": services.requeue,
    "return": services.return_ticket,
    "postpone": services.postpone,
    "cancel": services.cancel,
    "reprint": services.reprint_slip,
}
PURPOSES_WORDS = [(code, word) for code, word in PURPOSES.items() if code != "handle"]
GENERAL = "Z"


@dataclass(frozen=True)
class Wish:
    """What the number is for; `queue`: its key or prefix; `wanted`: item or purpose."""

    title: str
    queue: object
    wanted: dict[str, Any]


@requires("tickets.guide")
def floor(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    hall = people.hall_of(actor)
    q = request.GET.get("q", "")[:100]
    items = places.items_of_hall(hall, q).items[: FOUND if q else OFTEN]
    page = floor_page(hall, at) | {"q": q, "items": items, "purposes": PURPOSES_WORDS}
    asked = request.GET.get("number", "")
    same = asked_tickets(request, hall)
    found = next(iter(same), None)
    page |= {"found": found, "asked": asked, "allowed": allowed_for(found, actor)}
    page["also"] = same[1:]
    if "urgent" in page["allowed"]:
        page["approvers"] = people.approvers(hall)
    return render(request, "floor/floor.html", page | {"actor_name": actor.name})


def asked_tickets(request: HttpRequest, hall: Hall) -> list[Ticket]:
    """By the number somebody shows, today's first; by its address of any day."""
    if "ticket" in request.GET:
        return [queries.get_ticket_for(actor_of(request), request.GET["ticket"][:64])]
    return queries.tickets_by_number(hall, now(), request.GET.get("number", "")[:12])


def allowed_for(ticket: Ticket | None, actor: Actor) -> list[str]:
    """Actions of this page that fit the ticket's state and slip."""
    if ticket is None:
        return []
    view = queries.ticket_view(ticket, now(), actor=actor)
    slip = ["reprint"] if ticket.slip == "failed" else []
    urgent = ["urgent"] if "urgent" in view.get("actions", []) and not ticket.front else []
    return slip + [action for action in view.get("actions", []) if action in ACTIONS] + urgent


@requires("tickets.guide")
def live(request: HttpRequest) -> HttpResponse:
    hall = people.hall_of(actor_of(request))
    return render(request, "floor/_needs.html", floor_page(hall, now()))


@requires("tickets.guide")
def code(request: HttpRequest) -> HttpResponse:
    """The arrival code alone: guides read it out from a page that stays open."""
    hall = people.hall_of(actor_of(request))
    return render(request, "floor/_code.html", {"hall": hall, **code_now(hall, now())})


@requires("tickets.guide")
def take(request: HttpRequest, item: str) -> HttpResponse:
    """A number for somebody who stands here: one press, everything else may stay empty."""
    hall = people.hall_of(actor_of(request))
    served = places.hall_item(hall, item)
    wanted = {"item": served.item}
    return _take(request, hall, Wish(served.item.name, served.queue_id, wanted))


@requires("tickets.guide")
def take_for_purpose(request: HttpRequest, purpose: str) -> HttpResponse:
    if purpose not in dict(PURPOSES_WORDS):
        raise NotFound("no_such_purpose", _("没有这种取号。"))
    hall = people.hall_of(actor_of(request))
    return _take(request, hall, Wish(str(PURPOSES[purpose]), GENERAL, {"purpose": purpose}))


def _take(request: HttpRequest, hall: Hall, wish: Wish) -> HttpResponse:
    """What is refused is said on the page; who waits already is shown with their ticket."""
    sent = request.POST if request.method == "POST" else None
    form = TakeForm(sent, hall=hall, proofs=True)
    page, status = {"hall": hall, "title": wish.title, "form": form}, 200
    if request.method == "POST" and form.is_valid():
        taken, refusal = _ordered(request, hall, wish, form)
        if taken:
            return _taken(request, taken)
        if refusal and "ticket" in refusal.extra:
            return _shown(request, refusal)
        if refusal:
            page["refusal"], status = refusal.detail, refusal.status
    page |= {"doubt": doubt_now(hall, wish.queue, now()), "actor_name": actor_of(request).name}
    return render(request, "floor/take.html", page, status=status)


Ordered = tuple[services.Taken | None, DomainError | None]


def _ordered(request: HttpRequest, hall: Hall, wish: Wish, form: TakeForm) -> Ordered:
    order = {"actor": actor_of(request), "now": now(), "hall": hall, "channel": "guide"}
    taken, refusal = attempted(services.take_ticket, **order, **form.order(), **wish.wanted)
    if refusal:
        record_refusal(request, refusal)
    return taken, refusal


def _taken(request: HttpRequest, taken: services.Taken) -> HttpResponse:
    for _code, sentence in taken.warnings:
        messages.warning(request, sentence)
    messages.success(request, _("%(n)s，请记给这位群众。") % {"n": taken.ticket.number})
    return redirect(f"/floor/?number={taken.ticket.number}")


def _shown(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    messages.error(request, refusal.detail)
    return redirect(f"/floor/?ticket={refusal.extra['ticket']['id']}")


@require_POST
@requires("tickets.guide")
def act(request: HttpRequest, ticket: str, action: str) -> HttpResponse:
    if action != "urgent" and action not in ACTIONS:
        raise NotFound("no_such_action", _("没有这个操作。"))
    actor, at = actor_of(request), now()
    found = queries.get_ticket_for(actor, ticket)
    names = ("reason", "approved_by") if action == "urgent" else ()
    more = {name: request.POST.get(name, "")[:200] for name in names}
    service = ACTIONS.get(action, services.mark_urgent)
    order = {"actor": actor, "now": at, "ticket": found}
    _done, refusal = attempted(service, **order, **more)
    if refusal:
        record_refusal(request, refusal)
        messages.error(request, refusal.detail)
    else:
        messages.success(request, done_words(action, queries.get_ticket_for(actor, ticket), at))
    return redirect(f"/floor/?ticket={found.public_id}")
