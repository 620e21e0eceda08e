"""Keys that move a ticket or the counter. Each POST ends at the desk again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yichuang.kit.actors import Actor
from yichuang.kit.clock import now
from yichuang.kit.errors import NotFound, Refused
from yichuang.kit.web import actor_of, record_refusal, refusable, requires
from yichuang.places import queries as places
from yichuang.tickets import queries, services
from yichuang.tickets.models import Ticket

from .. import acts, beginning, calling
from ..finishing import doubts_of
from ..forms import uuid_of
from ..matters import items_wanted
from .pages import back, matter_of, shown

# Actions of one ticket that need nothing but, perhaps, a reason.
PLAIN: dict[str, Callable[..., Any]] = {
    "recall": services.recall,
    "pass": services.pass_ticket,
    "resume": services.resume,
    "requeue": services.requeue,
    "return": services.return_ticket,
}
WITH_REASON: dict[str, Callable[..., Any]] = {
    "hold": services.hold,
    "send-away": services.send_away,
}


@require_POST
@requires("tickets.serve")
def open_counter(request: HttpRequest) -> HttpResponse:
    services.open_counter(
        actor=actor_of(request), now=now(), counter=uuid_of(request.POST.get("counter", ""))
    )
    return redirect("desk")


@require_POST
@requires("tickets.serve")
def leave(request: HttpRequest, how: str) -> HttpResponse:
    """Pause with a reason, or close."""
    actor = actor_of(request)
    counter = queries.counter_of_worker(actor)
    if counter is None:
        raise Refused("counter_closed", _("窗口没有开放。"))
    act = services.pause_counter if how == "pause" else services.close_counter
    act(actor=actor, now=now(), counter=counter, reason=request.POST.get("reason", ""))
    return redirect("desk")


@require_POST
@requires("tickets.serve")
def call(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    counter = queries.counter_of_worker(actor)
    if counter is None:
        raise Refused("counter_closed", _("窗口没有开放，请先开窗。"))
    calling.call(actor=actor, now=now(), counter=counter, expected=request.POST.get("next", ""))
    return redirect("desk")


@require_POST
@requires("tickets.serve")
def act(request: HttpRequest, ticket: str, action: str) -> HttpResponse:
    actor = actor_of(request)
    found = queries.get_ticket_for(actor, ticket)
    if action in PLAIN:
        PLAIN[action](actor=actor, now=now(), ticket=found)
    elif action in WITH_REASON:
        reason = request.POST.get("reason", "")
        WITH_REASON[action](actor=actor, now=now(), ticket=found, reason=reason)
    elif action == "urgent":
        more = {name: request.POST.get(name, "")[:200] for name in ("reason", "approved_by")}
        services.mark_urgent(actor=actor, now=now(), ticket=found, **more)
    else:
        raise NotFound("no_such_action", _("没有这个操作。"))
    return redirect("desk")


@require_POST
@requires("tickets.serve")
def start(request: HttpRequest, ticket: str) -> HttpResponse:
    actor = actor_of(request)
    found = queries.get_ticket_for(actor, ticket)
    beginning.start(actor=actor, now=now(), ticket=found, matter=matter_of(request))
    return back(request)


@require_POST
@requires("tickets.serve")
def finish(request: HttpRequest, ticket: str) -> HttpResponse:
    """At once; where something is in doubt, after `without` has named it (finishing.py)."""
    actor, call = actor_of(request), "call" in request.POST
    found = queries.get_ticket_for(actor, ticket)
    doubts = doubts_of(actor, found)
    if set(doubts.names) - set(request.POST.get("without", "").split()):
        ends = (call, not call)  # what was asked for, and what the other key does
        return shown(request, "desk/finish.html", about=ticket, doubts=doubts, ends=ends)
    missed = acts.finish(actor=actor, now=now(), ticket=found, call=call)
    return redirect(reverse("desk") + ("?missed=1" if missed else ""))


def _waits_already(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The ticket that this person already holds there, with what may be done with it."""
    if "ticket" not in refusal.extra:
        raise refusal
    record_refusal(request, refusal)
    actor = actor_of(request)
    found = queries.get_ticket_for(actor, refusal.extra["ticket"]["id"])
    view = queries.ticket_view(found, now(), actor=actor)
    return shown(request, "desk/found.html", ticket=view, refusal=refusal.detail)


@requires("tickets.serve")
def transfer(request: HttpRequest, ticket: str) -> HttpResponse:
    """To a queue or a counter, with a reason."""
    actor = actor_of(request)
    found = queries.get_ticket_for(actor, ticket)
    if request.method == "POST":
        return _transferred(request, actor, found)
    counters = queries.transfer_counters(found, now())
    queues = places.queues(found.hall)
    return shown(request, "desk/transfer.html", about=ticket, queues=queues, counters=counters)


def _transferred(request: HttpRequest, actor: Actor, ticket: Ticket) -> HttpResponse:
    kind, _sep, key = request.POST.get("to", "").partition(":")
    to = {kind: uuid_of(key)} if kind in ("queue", "counter") else {}
    reason = request.POST.get("reason", "")
    try:
        with refusable():
            acts.transfer(actor=actor, now=now(), ticket=ticket, reason=reason, **to)
    except Refused as refusal:
        return _waits_already(request, refusal)
    return redirect("desk")


@requires("tickets.serve")
def item(request: HttpRequest, ticket: str) -> HttpResponse:
    """Change the item, or by `how=add` add a matter: a search, then one press."""
    actor = actor_of(request)
    found = queries.get_ticket_for(actor, ticket)
    if request.method == "POST":
        return _item_changed(request, actor, found)
    q, adding = request.GET.get("q", ""), request.GET.get("how") == "add"
    there = {item.code for item in items_wanted(found)}
    rows = places.items_of_hall(found.hall, q, limit=12 + len(there)).items
    items = [row for row in rows if row.item.code not in there]
    return shown(request, "desk/item.html", about=ticket, q=q, items=items, adding=adding)


def _item_changed(request: HttpRequest, actor: Actor, ticket: Ticket) -> HttpResponse:
    add, code = request.POST.get("how") == "add", request.POST.get("item", "")
    change = services.add_matter if add else services.change_item
    try:
        with refusable():
            change(actor=actor, now=now(), ticket=ticket, item=code)
    except Refused as refusal:
        return _waits_already(request, refusal)
    return back(request, code if add else "")
