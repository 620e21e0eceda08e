"""Standard or elder-friendly: the same address and the same HTML, kept in a cookie."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from yichuang.kit.web import over_tls

COOKIE = "mode"
STANDARD, ELDER = "std", "elder"
MODES = (STANDARD, ELDER)
YEAR = 365 * 86400


def mode_of(request: HttpRequest) -> str:
    """What was asked for in this address, else what the cookie says, else standard."""
    asked = request.GET.get("mode")
    for value in (asked, request.COOKIES.get(COOKIE)):
        if value in MODES:
            return str(value)
    return STANDARD


class ModeMiddleware:
    """Keeps `?mode=elder` in a cookie; caches must tell the two apart."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asked = request.GET.get("mode")
        if asked in MODES and request.COOKIES.get(COOKIE) != asked:
            response.set_cookie(
                COOKIE, asked, max_age=YEAR, samesite="Lax", secure=over_tls(request)
            )
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response
