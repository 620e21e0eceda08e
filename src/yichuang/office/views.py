"""The manager's page: what to do now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from yichuang.kit.clock import now
from yichuang.kit.web import actor_of, requires
from yichuang.people import queries as people
from yichuang.tickets import services

from .forms import uuid_of
from .page import office_page


@requires("office.see")
def office(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    page = office_page(people.hall_of(actor), now())
    return render(request, "office/office.html", page | {"actor_name": actor.name})


@requires("office.see")
def live(request: HttpRequest) -> HttpResponse:
    """The moving part alone, for the stream and for polling."""
    return render(
        request, "office/_now.html", office_page(people.hall_of(actor_of(request)), now())
    )


@require_POST
@requires("tickets.stop_queue")
def stop_queue(request: HttpRequest, queue: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    services.stop_queue(actor=actor_of(request), now=now(), queue=uuid_of(queue), reason=reason)
    return redirect("office")


@require_POST
@requires("tickets.stop_queue")
def start_queue(request: HttpRequest, queue: str) -> HttpResponse:
    services.start_queue(actor=actor_of(request), now=now(), queue=uuid_of(queue))
    return redirect("office")


@require_POST
@requires("tickets.close_counter")
def close_counter(request: HttpRequest, counter: str) -> HttpResponse:
    services.close_counter(actor=actor_of(request), now=now(), counter=uuid_of(counter))
    return redirect("office")
