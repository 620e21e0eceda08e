"""Middleware that only pages need: the JSON API has neither scripts, nor forms, nor a look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axes.middleware import AxesMiddleware
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django_htmx.middleware import HtmxMiddleware

from yichuang.portal.visiting import VisitingMiddleware
from yichuang.shell.mode import ModeMiddleware

Answer = Callable[[HttpRequest], HttpResponseBase]
API = "/api/"
_HOOKS = ("process_view", "process_exception", "process_template_response")


def _only_pages(middleware: Callable[[Any], Any]) -> Callable[[Answer], Answer]:
    def made(get_response: Answer) -> Answer:
        for_pages = middleware(get_response)

        def choose(request: HttpRequest) -> HttpResponseBase:
            wanted: Answer = get_response if request.path.startswith(API) else for_pages
            return wanted(request)

        if any(hasattr(for_pages, hook) for hook in _HOOKS):
            raise TypeError(f"{middleware} hooks into views: it cannot be passed by")
        return choose

    return made


# How much of an address names the page on which its buttons stand.
_NAMED_BY = {"t": 2, "items": 2, "take": 2, "kiosk": 2, "board": 2, "second": 2}


def presses(get_response: Answer) -> Answer:
    """Whoever opens the address of a button (loaded anew, gone back to, kept) comes to its page."""

    def led(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != 405 or request.method not in ("GET", "HEAD"):
            return response
        parts = request.path.strip("/").split("/")
        return redirect("/" + "/".join(parts[: _NAMED_BY.get(parts[0], 1)]) + "/")

    return _only_pages(lambda _next: led)(get_response)


content_security = _only_pages(CSPMiddleware)
htmx = _only_pages(HtmxMiddleware)
mode = _only_pages(ModeMiddleware)
visiting = _only_pages(VisitingMiddleware)
lock_out = _only_pages(AxesMiddleware)
