"""Edges of pages: who may come in, and how a refusal looks.

Every route declares `public` or a permission; a structure test reads the mark.
The actor of a request is found by the function named in settings (people knows accounts,
kit does not).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.module_loading import import_string

from .actors import Actor, citizen
from .clock import now
from .device import COOKIE, LONGEST, SHORTEST, given_at, is_new, new_device
from .errors import DomainError, Unauthorized
from .events import append_held, record_access, recorded_afterwards
from .events_declared import REFUSED

T = TypeVar("T")
View = Callable[..., HttpResponseBase]
ACTION = re.compile("[a-z][a-z-]{0,19}")


def actor_of(request: HttpRequest) -> Actor:
    """Staff and machines by their session; everyone else is a citizen with a device cookie."""
    found: Actor | None = getattr(request, "actor", None)
    if found is None:
        if request.user.is_authenticated:
            found = import_string(settings.ACTOR_FOR_USER)(request.user)
        else:
            device = device_of(request)
            found = citizen(device, new=is_new(device, now()))
        request.actor = found  # type: ignore[attr-defined]
    assert found is not None
    return found


def device_of(request: HttpRequest) -> str:
    """The name of this browser; ErrorPages sets the cookie when it was new.

    One that is not ours is replaced when a page is read. A POST keeps it, for whoever sends it
    again must be known by it (kit.api.idempotency).
    """
    device = request.COOKIES.get(COOKIE, "")
    odd = not SHORTEST <= len(device) <= LONGEST
    page = request.method in ("GET", "HEAD") and not request.path.startswith("/api/")
    if odd or (page and given_at(device) is None):
        device = new_device(now())
        request.new_device = device  # type: ignore[attr-defined]
        request.COOKIES[COOKIE] = device
    return device


def over_tls(request: HttpRequest) -> bool:
    """Whether cookies are only for encrypted connections."""
    return settings.BEHIND_TLS or request.is_secure()


def public(view: View) -> View:
    """Open to everyone."""
    view.permission = None  # type: ignore[attr-defined]
    return view


def requires(permission: str) -> Callable[[View], View]:
    """Only for those who hold `permission`; a stranger is sent to log in."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor_of(request).require(permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return mark


@contextmanager
def refusable() -> Iterator[None]:
    """Around a service whose refusal the page itself shows: what it wrote is undone, and the
    transaction of an idempotent POST stays usable for rendering."""
    append_held()
    with recorded_afterwards(), transaction.atomic():
        yield


def attempted(service: Callable[..., T], **order: Any) -> tuple[T | None, DomainError | None]:
    """What came of it, or the refusal that the page itself shows."""
    try:
        with refusable():
            return service(**order), None
    except DomainError as refusal:
        return None, refusal


def error_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    context = {"error": error, "status": error.status}
    partial = "shell/_refusal.html" if request.headers.get("HX-Request") else "shell/error.html"
    response = render(request, partial, context, status=error.status)
    if request.headers.get("HX-Request"):
        response["HX-Retarget"], response["HX-Reswap"] = "#refusal", "innerHTML"
    return response


def to_login(request: HttpRequest) -> HttpResponse:
    """A part of a page would show the login page in its own place: the whole page has to go."""
    if not request.headers.get("HX-Request"):
        return redirect_to_login(request.get_full_path())
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    back = urlunsplit(("", "", shown.path, shown.query, "")) or request.get_full_path()
    return HttpResponse(status=401, headers={"HX-Redirect": redirect_to_login(back).url})


class ErrorPages:
    """Maps refusals to pages, records them, and sets the device cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("NUL: no database can look for it")  # 400 in words
        response = self.get_response(request)
        new = getattr(request, "new_device", None)
        if new:
            response.set_cookie(
                COOKIE,
                new,
                max_age=400 * 86400,
                httponly=True,
                samesite="Lax",
                secure=over_tls(request),
            )
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, Unauthorized) and not request.path.startswith("/api/"):
            return to_login(request)
        if isinstance(error, DomainError):
            record_refusal(request, error)
            if transaction.get_connection().in_atomic_block:
                # The page reads; the transaction of an idempotent POST is rolled back after it.
                transaction.set_rollback(False)
            return error_page(request, error)
        if isinstance(error, OperationalError):
            return render(request, "shell/unavailable.html", {}, status=503)
        return None


def record_refusal(request: HttpRequest, error: DomainError) -> None:
    """Refusals of people whom we know are kept; a stranger's typing is not."""
    actor = actor_of(request)
    if actor.known:
        record_access(
            actor.hall_id,
            REFUSED,
            subject=deed_of(request),
            actor=actor,
            now=now(),
            data={"code": error.code, "status": error.status},
        )


def deed_of(request: HttpRequest) -> str:
    """The route, and of one that serves several actions the action: 'desk-act:pass'.

    An action stands in the address, so only what looks like one is kept: no digits, not long.
    """
    match = request.resolver_match
    if match is None:
        return ""
    action = match.kwargs.get("action", "")
    return f"{match.view_name}:{action}" if ACTION.fullmatch(action) else match.view_name
