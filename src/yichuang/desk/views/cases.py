"""Keys that work on the case at the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yichuang.cases import queries as cases
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.kit.clock import now
from yichuang.kit.errors import Refused
from yichuang.kit.web import actor_of, requires
from yichuang.tickets import queries as tickets

from .. import acts


def _case(request: HttpRequest, ticket: str) -> Case:
    case = cases.case_of_ticket(tickets.get_ticket_for(actor_of(request), ticket))
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
        code=sent.get("code", ""),
        party=sent.get("party", ""),
        state=sent.get("state", ""),
        reason=sent.get("reason", ""),
    )
    return redirect("desk")


@require_POST
@requires("cases.receive")
def all_received(request: HttpRequest, ticket: str) -> HttpResponse:
    actor = actor_of(request)
    acts.all_received(actor=actor, now=now(), ticket=tickets.get_ticket_for(actor, ticket))
    return redirect("desk")


@require_POST
@requires("cases.receive")
def answers(request: HttpRequest, ticket: str) -> HttpResponse:
    """The answers chosen so far and the new ones."""
    actor, at = actor_of(request), now()
    case = acts.begin(actor=actor, now=at, ticket=tickets.get_ticket_for(actor, ticket))
    chosen = [*case.scenarios, *request.POST.getlist("answer")]
    if "again" in request.POST:
        chosen = []
    services.answer_questions(actor=actor, now=at, case=case, scenarios=dict.fromkeys(chosen))
    return redirect("desk")


@require_POST
@requires("sheets.tell")
def sheet(request: HttpRequest, ticket: str) -> HttpResponse:
    actor = actor_of(request)
    found = tickets.get_ticket_for(actor, ticket)
    return redirect("desk-print", code=acts.tell_sheet(actor=actor, now=now(), ticket=found))


@require_POST
@requires("cases.receive")
def outside(request: HttpRequest, ticket: str) -> HttpResponse:
    services.set_outside_number(
        actor=actor_of(request),
        now=now(),
        case=_case(request, ticket),
        number=request.POST.get("number", ""),
    )
    return redirect("desk")


@require_POST
@requires("cases.receive")
def complete(request: HttpRequest, ticket: str) -> HttpResponse:
    """Done on the spot, or the papers kept against a receipt."""
    act = services.complete_on_the_spot if "now" in request.POST else services.receive
    act(actor=actor_of(request), now=now(), case=_case(request, ticket))
    return redirect("desk")
