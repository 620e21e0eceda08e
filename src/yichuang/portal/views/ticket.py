"""My ticket: see, arrive, postpone, cancel, rate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.feedback import services as feedback
from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError
from yichuang.kit.web import actor_of, public, refusable
from yichuang.tickets import services

from ..halls import local_time
from ..ratings import rating_part
from ..tickets import ticket_of, ticket_page
from ..visiting import code_from_board


@public
@never_cache
def ticket(request: HttpRequest, ticket: str) -> HttpResponse:
    return render(request, "portal/ticket.html", _page(request, ticket))


@public
@never_cache
def live(request: HttpRequest, ticket: str) -> HttpResponse:
    """The same partial, for stream and polling."""
    return render(request, "portal/_ticket.html", _page(request, ticket))


@public
@require_POST
def arrive(request: HttpRequest, ticket: str) -> HttpResponse:
    found, _keys = ticket_of(request, ticket)
    code = request.POST.get("code", "").strip()[:12]
    try:
        with refusable():
            services.arrive(actor=actor_of(request), now=now(), ticket=found, code=code)
    except DomainError as refusal:
        if refusal.status not in (422, 429):
            raise
        wrong = {"arrive_error": refusal.detail, "arrive_code": code}
        return render(
            request, "portal/ticket.html", _page(request, ticket) | wrong, status=refusal.status
        )
    messages.success(request, _("知道您到了，请等着叫号。"))
    return redirect(f"/t/{ticket}/")


@public
@require_POST
def postpone(request: HttpRequest, ticket: str) -> HttpResponse:
    found, keys = ticket_of(request, ticket)
    services.postpone(actor=actor_of(request), now=now(), ticket=found, secret=keys.secret)
    messages.success(request, _("已往后排，叫到时再提醒您。"))
    return redirect(f"/t/{ticket}/")


@public
def cancel(request: HttpRequest, ticket: str) -> HttpResponse:
    found, keys = ticket_of(request, ticket)
    if request.method != "POST":
        page = _page(request, ticket) | {"back_url": f"/t/{ticket}/"}
        return render(request, "portal/cancel.html", page)
    services.cancel(actor=actor_of(request), now=now(), ticket=found, secret=keys.secret)
    return redirect(f"/t/{ticket}/")


@public
@require_POST
def rate(request: HttpRequest, ticket: str) -> HttpResponse:
    """The level alone, or what is added to it; the page then confirms what was sent."""
    _found, keys = ticket_of(request, ticket)
    level, more = request.POST.get("level", ""), "comment" in request.POST
    feedback.rate(
        actor=actor_of(request),
        now=now(),
        rating_key=keys.rating,
        level=int(level) if level in "12345" and level else 0,
        tags=request.POST.getlist("tags")[:12] if more else None,
        comment=request.POST.get("comment"),
    )
    return redirect(f"/t/{ticket}/{'?added=1' if more else ''}#rate")


def _page(request: HttpRequest, public_id: str) -> dict[str, Any]:
    found, keys = ticket_of(request, public_id)
    at = now()
    page = ticket_page(found, keys, at)
    page["rating"] = rating_part(found, keys, at)
    return {
        "hall": found.hall,
        "t": page,
        "now": local_time(at, found.hall),
        "back_url": "/",
        "code_from_board": code_from_board(request),
        "added": "added" in request.GET,
    }
