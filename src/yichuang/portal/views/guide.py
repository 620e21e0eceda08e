"""The guide of an item, the questions about it, and one's own list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yichuang.catalogue.rules import Definition
from yichuang.kit.clock import now
from yichuang.kit.web import actor_of, public
from yichuang.places import queries as places
from yichuang.tickets import services
from yichuang.tickets.models import Ticket

from ..answers import NONE, NOTHING, Path, kept_path, read_path
from ..guides import definition_now, guide_page
from ..halls import hall_of, local_time, opening
from ..lists import list_page, next_question
from ..stops import asking, stop_of
from ..tickets import ticket_of
from ..waiting import queue_now


@public
def guide(request: HttpRequest, item: str) -> HttpResponse:
    hall, at = hall_of(request), now()
    served = places.hall_item(hall, item)
    today = local_time(at, hall)
    page = {
        "hall": hall,
        "open": opening(hall, at),
        "now": queue_now(hall, served.queue_id, at),
        "page": guide_page(served.item, at, hall),
        "today": today,
        "back_url": "/items/",
        **asking(hall),
    }
    return render(request, "portal/guide.html", page)


@public
def questions(request: HttpRequest, item: str) -> HttpResponse:
    """One question a page, each can be skipped; then the own list."""
    hall = hall_of(request)
    served = places.hall_item(hall, item)
    page = {"hall": hall, "item_name": served.item.name, "back_url": f"/items/{item}/"}
    definition = definition_now(served.item, now())
    return _asked(request, definition, f"/items/{item}/", page)


@public
def my_list(request: HttpRequest, item: str) -> HttpResponse:
    hall, at = hall_of(request), now()
    served = places.hall_item(hall, item)
    definition = definition_now(served.item, at)
    path = read_path(definition, request.GET.getlist("a"))
    here, today = f"/items/{item}/questions/", local_time(at, hall).date()
    page = list_page(definition, path, here, today) | {
        "hall": hall,
        "item_name": served.item.name,
        "back_url": f"/items/{item}/",
        "take_url": f"/items/{item}/take/" + path.query(),
        "stopped": stop_of(served.queue),
        **asking(hall),
    }
    return render(request, "portal/list.html", page)


@public
def ticket_questions(request: HttpRequest, ticket: str) -> HttpResponse:
    """Number first, questions while waiting: its holder's answers reach the counter."""
    found, keys = ticket_of(request, ticket)
    if found.item is None:
        return redirect(f"/t/{ticket}/")
    page = _of_ticket(found) | {"post": keys.held}
    definition = definition_now(found.item, now())
    kept = kept_path(definition, found.scenarios)

    def keep(path: Path) -> None:
        answer: dict[str, Any] = {"scenarios": path.scenarios, "secret": keys.secret}
        services.answer_questions(actor=actor_of(request), now=now(), ticket=found, **answer)

    return _asked(request, definition, f"/t/{ticket}/", page, kept, keep)


@public
def ticket_list(request: HttpRequest, ticket: str) -> HttpResponse:
    found, _keys = ticket_of(request, ticket)
    if found.item is None:
        return redirect(f"/t/{ticket}/")
    at = now()
    definition = definition_now(found.item, at)
    path = _path(request.GET, definition, kept_path(definition, found.scenarios))
    here, today = f"/t/{ticket}/questions/", local_time(at, found.hall).date()
    page = list_page(definition, path, here, today) | _of_ticket(found)
    return render(request, "portal/list.html", page)


def _of_ticket(ticket: Ticket) -> dict[str, Any]:
    assert ticket.item is not None
    return {
        "hall": ticket.hall,
        "item_name": ticket.item.name,
        "ticket": {"id": ticket.public_id, "number": ticket.number},
        "back_url": f"/t/{ticket.public_id}/",
    }


def _path(given: QueryDict, definition: Definition, kept: Path) -> Path:
    """What the address says; where it says nothing, what is kept."""
    return read_path(definition, given.getlist("a")) if {"a", "asked"} & {*given} else kept


def _asked(
    request: HttpRequest,
    definition: Definition,
    base: str,
    page: dict[str, Any],
    kept: Path = NOTHING,
    keep: Callable[[Path], None] | None = None,
) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    path = _path(given, definition, kept)
    error, asked = "", definition.question(given.get("asked", ""))
    if asked:
        path, error = _answered(path, asked, skip="skip" in given)
    if asked and not error:
        if keep and request.method == "POST":
            keep(path)
        return redirect(f"{base}questions/{path.address()}")
    today = local_time(now(), page["hall"]).date()
    question = asked if error else next_question(definition, path, today)
    if question is None:
        return redirect(f"{base}list/{path.address()}")
    more = {"question": question, "error": error, **_where(path, base)}
    return render(request, "portal/question.html", page | more)


def _where(path: Path, base: str) -> dict[str, Any]:
    """The step, the form's address, and the way back to the question before."""
    here = f"{base}questions/"
    where = {"step": len(path.asked) + 1, "here": here, "answered": path.values()}
    if path.asked:
        where["back_url"] = here + path.before(path.asked[-1]).address()
    return where


def _answered(path: Path, asked: Any, *, skip: bool) -> tuple[Path, str]:
    if skip:
        return path.add(asked.id, [""]), ""
    if asked.id in path.asked:
        return path, ""
    if asked.may_be_none:
        return path.add(asked.id, [NONE]), ""
    return path, _("请选一个，或按“跳过这题”。")
