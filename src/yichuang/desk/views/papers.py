"""Keys that end in a paper: the one-time sheet and the receipt."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yichuang.cases import queries as cases
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.kit.clock import now
from yichuang.kit.web import actor_of, requires
from yichuang.tickets import queries as tickets

from .. import acts
from .cases import begun_case
from .pages import back, matter_of


@require_POST
@requires("sheets.tell")
def sheet(request: HttpRequest, ticket: str) -> HttpResponse:
    actor = actor_of(request)
    found = tickets.get_ticket_for(actor, ticket)
    code = acts.tell_sheet(actor=actor, now=now(), ticket=found, matter=matter_of(request))
    return redirect("desk-print", code=code)


@require_POST
@requires("cases.receive")
def complete(request: HttpRequest, ticket: str) -> HttpResponse:
    """Done on the spot; the receipt opens for printing."""
    return _kept(request, ticket, services.complete_on_the_spot)


@require_POST
@requires("cases.receive")
def receive(request: HttpRequest, ticket: str) -> HttpResponse:
    """The papers kept; the receipt opens for printing."""
    return _kept(request, ticket, services.receive)


def _kept(request: HttpRequest, ticket: str, act: Callable[..., Case]) -> HttpResponse:
    case = act(actor=actor_of(request), now=now(), case=begun_case(request, ticket))
    papers = cases.documents_of(case)
    return redirect("desk-print", code=papers[-1]["code"]) if papers else back(request)
