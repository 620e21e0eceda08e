"""The paired screen that faces the citizen."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yichuang.kit.actors import citizen
from yichuang.kit.clock import now
from yichuang.kit.errors import Forbidden, Invalid, NotFound, Refused
from yichuang.kit.web import actor_of, device_of, refusable, requires

from ..second import give_rating, paired_counter, second_screen


@requires("second.show")
def second(request: HttpRequest, counter: int) -> HttpResponse:
    """The whole page, and by `part=1` what moves in it; `rated`: the visit rated just now."""
    actor, asked = actor_of(request), request.GET
    page = second_screen(
        actor, now(), paired_counter(actor, counter), rated=asked.get("rated", "")[:64]
    )
    page["late"] = "late" in asked and page["kind"] != "rate"
    template = "desk/_second.html" if "part" in asked else "desk/second.html"
    return render(request, template, page)


@require_POST
@requires("second.show")
def rate(request: HttpRequest, counter: int) -> HttpResponse:
    """Whoever taps is a citizen, not the machine: nothing of it is told to the counter.

    Again while the visit is still shown: corrected. Too late, or the visit went on at another
    counter: the screen says so and goes on.
    """
    actor, level = actor_of(request), request.POST.get("level", "")
    beside, ticket = paired_counter(actor, counter), request.POST.get("ticket", "")
    try:
        with refusable():
            give_rating(
                actor=actor,
                citizen=citizen(device_of(request)),
                now=now(),
                counter=beside,
                ticket=ticket,
                level=int(level) if level in ("1", "2", "3", "4", "5") else 0,
            )
        told = {"rated": ticket}
    except (Refused, NotFound, Invalid, Forbidden):
        told = {"late": "1"}
    return redirect(f"{reverse('second', args=[counter])}?{urlencode(told)}")
