"""The desk itself, and what is printed from it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from yichuang.kit.clock import now
from yichuang.kit.documents import queries as documents
from yichuang.kit.web import actor_of, requires
from yichuang.people import queries as people
from yichuang.places import queries as places
from yichuang.tickets import queries as tickets

from ..gathering import desk_screen

HOME = "desk/desk.html"


def matter_of(request: HttpRequest) -> str:
    """Which of the ticket's matters; '' is the first."""
    return request.GET.get("matter", "")[:120]


def back(request: HttpRequest, matter: str | None = None) -> HttpResponse:
    """To the desk, and the matter that was open there."""
    named = matter_of(request) if matter is None else matter
    return redirect(reverse("desk") + (f"?{urlencode({'matter': named})}" if named else ""))


def shown(
    request: HttpRequest, template: str = HOME, *, about: str = "", **more: Any
) -> HttpResponse:
    """The desk with its columns; `template` may put something else where the case stands: a page
    that the worker opened, which live news leave alone.

    `about`: the ticket that it asks of; once that has left the counter, the desk alone.
    """
    actor, at = actor_of(request), now()
    screen = desk_screen(actor, at, matter_of(request))
    if screen is None:
        return opening(request)
    if about and (screen.ticket is None or screen.ticket.public_id != about):
        return redirect("desk")
    page = {"hall": screen.counter.hall, "s": screen, "actor": actor, "now": at} | more
    return render(request, template, page | {"opened": template != HOME})


@requires("tickets.serve")
def desk(request: HttpRequest) -> HttpResponse:
    """The open counter, or the choice of one."""
    return shown(request)


def opening(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    hall = people.hall_of(actor)
    states = tickets.counter_states(hall)
    page = {
        "hall": hall,
        "usual": people.usual_counter(actor),
        "counters": [(c, states.get(c.id, "closed")) for c in places.counters(hall)],
        "waiting": sum(q["waiting"] for q in tickets.queue_waits(hall, now())),
        "actor": actor,
        "actor_name": actor.name,
    }
    return render(request, "desk/opening.html", page)


@requires("tickets.serve")
def line(request: HttpRequest) -> HttpResponse:
    """The left column alone, for the live stream and for polling."""
    actor = actor_of(request)
    screen = desk_screen(actor, now(), matter_of(request), line_only=True)
    if screen is None:
        return HttpResponse(status=410)  # somebody closed the counter: the page begins anew
    page = {"hall": screen.counter.hall, "s": screen, "actor": actor}
    return render(request, "desk/_line.html", page)


@requires("tickets.serve")
def leaving(request: HttpRequest) -> HttpResponse:
    """Pause, close, log out: what ends a sitting."""
    return shown(request, "desk/leave.html")


@requires("sheets.tell")
def print_document(request: HttpRequest, code: str) -> HttpResponse:
    """A page that prints itself through the browser's own printer; a paper that does not fit
    on the strip of 80 mm is opened as it is printed."""
    document = documents.get_document(code)
    if "80mm" not in documents.papers_of(document):
        return redirect("document-pdf", code=document.code)
    page = {"document": document, "hall": people.hall_of(actor_of(request))}
    return render(request, "desk/print.html", page)


@requires("tickets.serve")
def paper_test(request: HttpRequest) -> HttpResponse:
    """Tried before the counter opens: paper comes out, or the printer is not right."""
    page = {"hall": people.hall_of(actor_of(request)), "now": now()}
    return render(request, "desk/test-page.html", page)
