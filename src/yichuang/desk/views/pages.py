"""The desk itself, and what is printed from it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.kit.clock import now
from yichuang.kit.web import actor_of, requires
from yichuang.people import queries as people
from yichuang.places import queries as places

from ..screen import desk_screen


@requires("tickets.serve")
def desk(request: HttpRequest) -> HttpResponse:
    """The open counter, or the choice of one."""
    actor, at = actor_of(request), now()
    screen = desk_screen(actor, at)
    if screen is None:
        usual = people.usual_counter(actor)
        hall = people.hall_of(actor)
        page = {"hall": hall, "usual": usual, "counters": places.counters(hall), "actor": actor}
        return render(request, "desk/opening.html", page)
    return render(
        request, "desk/desk.html", {"hall": screen.counter.hall, "s": screen, "actor": actor}
    )


@requires("tickets.serve")
def line(request: HttpRequest) -> HttpResponse:
    """The left column alone, for the live stream and for polling."""
    screen = desk_screen(actor_of(request), now())
    return render(request, "desk/_line.html", {"s": screen})


@requires("sheets.tell")
def print_document(request: HttpRequest, code: str) -> HttpResponse:
    """A page that prints itself through the browser's own printer."""
    return render(request, "desk/print.html", {"code": code})
