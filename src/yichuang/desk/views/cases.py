"""Keys that work on the case at the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yichuang.cases import queries as cases
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.kit.clock import now
from yichuang.kit.errors import Refused
from yichuang.kit.web import actor_of, requires
from yichuang.people.identity import TYPES
from yichuang.tickets import queries as tickets

from .. import acts
from ..forms import PartyForm, facts_of
from ..matters import case_of, item_wanted
from ..past import past_cases
from .pages import back, matter_of, shown


def begun_case(request: HttpRequest, ticket: str) -> Case:
    found = tickets.get_ticket_for(actor_of(request), ticket)
    case = case_of(found, item_wanted(found, matter_of(request)))
    if case is None:
        raise Refused("no_case", _("还没有开始办理。"))
    return case


@require_POST
@requires("cases.receive")
def mark(request: HttpRequest, ticket: str) -> HttpResponse:
    actor, sent = actor_of(request), request.POST
    acts.mark(
        actor=actor,
        now=now(),
        ticket=tickets.get_ticket_for(actor, ticket),
        matter=matter_of(request),
        code=sent.get("code", ""),
        party=sent.get("party", ""),
        state=sent.get("state", ""),
        reason=sent.get("reason", ""),
    )
    return back(request)


@require_POST
@requires("cases.receive")
def all_received(request: HttpRequest, ticket: str) -> HttpResponse:
    """0 and Enter, or taking that back."""
    actor = actor_of(request)
    act = acts.undo_all if "undo" in request.POST else acts.all_received
    found = tickets.get_ticket_for(actor, ticket)
    act(actor=actor, now=now(), ticket=found, matter=matter_of(request))
    return back(request)


@require_POST
@requires("cases.receive")
def answers(request: HttpRequest, ticket: str) -> HttpResponse:
    actor = actor_of(request)
    acts.answer(
        actor=actor,
        now=now(),
        ticket=tickets.get_ticket_for(actor, ticket),
        matter=matter_of(request),
        chosen=request.POST.getlist("answer"),
        anew="again" in request.POST,
        facts=facts_of(request.POST),
    )
    return back(request)


@requires("cases.receive")
def party(request: HttpRequest, ticket: str) -> HttpResponse:
    """Register who is here, or correct what was typed."""
    actor = actor_of(request)
    found = tickets.get_ticket_for(actor, ticket)
    if request.method != "POST":
        return shown(request, "desk/party.html", about=ticket, types=TYPES, **_asked_of(request))
    matter = matter_of(request)
    if "same" in request.POST:
        acts.register_same(actor=actor, now=now(), ticket=found, matter=matter)
        return back(request)
    form = PartyForm(request.POST)
    given = form.party()
    ref = form.cleaned_data["ref"]
    acts.register(actor=actor, now=now(), ticket=found, ref=ref, party=given, matter=matter)
    return back(request)


def _asked_of(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:80] for name in ("role", "ref")}


@requires("cases.receive")
def in_full(request: HttpRequest, ticket: str) -> HttpResponse:
    """Numbers without dots: a reason first, and the reading is recorded."""
    case, ref = begun_case(request, ticket), request.GET.get("ref", "")
    page: dict[str, Any] = {"reasons": cases.REVEAL_REASONS, "ref": ref}
    if request.method == "POST":
        page["full"] = cases.party_in_full(
            actor=actor_of(request),
            now=now(),
            case=case,
            ref=request.POST.get("ref", ""),
            reason=request.POST.get("reason", ""),
        )
    return shown(request, "desk/full.html", about=ticket, **page)


@requires("cases.receive")
def history(request: HttpRequest, ticket: str) -> HttpResponse:
    """What the own department did for this person; asked for once per person, and recorded."""
    found = tickets.get_ticket_for(actor_of(request), ticket)
    item = item_wanted(found, matter_of(request))
    past = past_cases(actor_of(request), now(), found, item)
    return render(request, "desk/_history.html", {"past": past, "hall": found.hall})


@require_POST
@requires("cases.receive")
def outside(request: HttpRequest, ticket: str) -> HttpResponse:
    services.set_outside_number(
        actor=actor_of(request),
        now=now(),
        case=begun_case(request, ticket),
        number=request.POST.get("number", ""),
    )
    return back(request)
