"""The paired screen that faces the citizen."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from yichuang.kit.actors import citizen
from yichuang.kit.clock import now
from yichuang.kit.web import actor_of, device_of, requires

from ..second import give_rating, level_of, paired_counter, second_screen


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

    Again while the visit is still shown: corrected.
    """
    actor, sent = actor_of(request), request.POST
    paired_counter(actor, counter)
    ticket, level = sent.get("ticket", ""), level_of(sent.get("level", ""))
    tapped = citizen(device_of(request))
    given = give_rating(actor=actor, citizen=tapped, now=now(), ticket=ticket, level=level)
    told = {"rated": ticket} if given else {"late": "1"}
    return redirect(f"{reverse('second', args=[counter])}?{urlencode(told)}")
