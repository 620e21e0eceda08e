"""The paired screen that faces the citizen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from yichuang.kit.actors import citizen
from yichuang.kit.clock import now
from yichuang.kit.web import actor_of, device_of, requires

from ..second import give_rating, paired_counter, second_screen


@requires("second.show")
def second(request: HttpRequest, counter: int) -> HttpResponse:
    """The whole page, and by `part=1` what moves in it."""
    actor = actor_of(request)
    page = second_screen(actor, now(), paired_counter(actor, counter))
    template = "desk/_second.html" if "part" in request.GET else "desk/second.html"
    return render(request, template, page)


@require_POST
@requires("second.show")
def rate(request: HttpRequest, counter: int) -> HttpResponse:
    """Whoever taps is a citizen, not the machine: nothing of it is told to the counter."""
    actor, level = actor_of(request), request.POST.get("level", "")
    beside = paired_counter(actor, counter)
    give_rating(
        actor=actor,
        citizen=citizen(device_of(request)),
        now=now(),
        counter=beside,
        ticket=request.POST.get("ticket", ""),
        level=int(level) if level in ("1", "2", "3", "4", "5") else 0,
    )
    page = {"counter": beside, "hall": beside.hall, "kind": "thanks"}
    return render(request, "desk/second.html", page)
