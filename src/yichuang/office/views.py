"""The manager's page: what to do now. Beside it, for one role each, ratings and records."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.feedback import queries as feedback
from yichuang.feedback.services import open_visit
from yichuang.kit.clock import now
from yichuang.kit.web import actor_of, requires
from yichuang.people import queries as people
from yichuang.tickets import queries as tickets
from yichuang.tickets import services

from .forms import uuid_of
from .page import office_page
from .records import record_page
from .searching import read_asked


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


@requires("office.see")
def tables(request: HttpRequest) -> HttpResponse:
    """Queues and counters with their buttons, which must not say what was."""
    return render(
        request, "office/_queues.html", office_page(people.hall_of(actor_of(request)), now())
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


@never_cache
@requires("feedback.investigate")
def ratings(request: HttpRequest) -> HttpResponse:
    """Low ones, or all: what tells nothing of the person."""
    actor, asked = actor_of(request), request.GET
    number = asked.get("page", "1")[:6]
    page = int(number) if number.isascii() and number.isdigit() else 1
    rows, more = feedback.ratings_to_examine(actor, all_levels="all" in asked, page=page)
    shown = {"hall": people.hall_of(actor), "rows": rows, "all": "all" in asked, "page": page}
    shown |= {"next": page + 1 if more else 0, "actor_name": actor.name}
    return render(request, "office/ratings.html", shown)


@never_cache
@requires("feedback.investigate")
def open_rating(request: HttpRequest, rating: str) -> HttpResponse:
    """A reason first; then the visit, and each opening is on record."""
    actor, key = actor_of(request), uuid_of(rating)
    row, words = feedback.rating_for_investigator(actor, key)
    page = {"hall": people.hall_of(actor), "row": row, "actor_name": actor.name}
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        visit = open_visit(actor=actor, now=now(), rating=key, reason=reason)
        ticket, sittings = tickets.visit_story(visit.pk)
        page |= {"words": words, "ticket": ticket, "sittings": sittings}
    return render(request, "office/rating.html", page)


@never_cache
@requires("office.audit")
def events(request: HttpRequest) -> HttpResponse:
    """What happened in the hall, in sentences; read-only."""
    actor = actor_of(request)
    page = record_page(people.hall_of(actor), read_asked(request.GET))
    return render(request, "office/events.html", page | {"actor_name": actor.name})
