"""Where this browser is: the hall it asks about, and the arrival code it scanned there.

Both come in an address (the display's QR holds both) and are kept in cookies, so that every
further link and form knows them, without JavaScript too. A code lapses within two minutes.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yichuang.kit.web import over_tls

HALL, CODE = "hall", "code"
LASTS = {HALL: 365 * 86400, CODE: 120}  # seconds
MOST = {HALL: 40, CODE: 12}  # characters


def code_from_board(request: HttpRequest) -> str:
    return (request.GET.get(CODE) or request.COOKIES.get(CODE, ""))[: MOST[CODE]]


class VisitingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name in (HALL, CODE):
            said = request.GET.get(name, "")[: MOST[name]]
            if said.isascii() and said.isprintable() and said:
                response.set_cookie(
                    name, said, max_age=LASTS[name], samesite="Lax", secure=over_tls(request)
                )
        return response
