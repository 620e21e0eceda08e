"""What only this browser knows of a ticket: its secret and its rating key.

HttpOnly, and sent below the ticket's own address alone. The list of one's tickets names
public ids only: whoever has them may see, not act.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from yichuang.kit.web import over_tls

TWO_DAYS = 2 * 86400
_SEP = "."
_MINE = "mine"
_MOST = 3


@dataclass(frozen=True)
class Keys:
    secret: str = ""
    rating: str = ""

    @property
    def held(self) -> bool:
        return bool(self.secret)


def keys_of(request: HttpRequest, ticket: str) -> Keys:
    secret, _sep, rating = request.COOKIES.get(f"t-{ticket}", "").partition(_SEP)
    return Keys(secret, rating)


def keep_keys(
    request: HttpRequest, response: HttpResponse, ticket: str, secret: str, rating: str
) -> None:
    mine = [ticket, *(one for one in my_tickets(request) if one != ticket)][:_MOST]
    kept = [(f"t-{ticket}", f"{secret}{_SEP}{rating}", f"/t/{ticket}/")]
    for name, value, path in [*kept, (_MINE, _SEP.join(mine), "/")]:
        response.set_cookie(
            name,
            value,
            path=path,
            max_age=TWO_DAYS,
            httponly=True,
            samesite="Lax",
            secure=over_tls(request),
        )


def my_tickets(request: HttpRequest) -> list[str]:
    """Newest first."""
    named = request.COOKIES.get(_MINE, "").split(_SEP)
    return [one for one in named if 16 <= len(one) <= 40][:_MOST]
