"""Who calls the API: bearer token, session, or a stranger with a device cookie."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from ..actors import Actor
from ..clock import now
from ..errors import Unauthorized
from ..web import actor_of


def bearer(request: HttpRequest) -> str:
    scheme, _sep, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def identify(request: HttpRequest) -> Actor:
    """Sets request.actor. A bearer token that is unknown is refused, also on public routes."""
    token = bearer(request)
    if token:
        actor = import_string(settings.ACTOR_FOR_TOKEN)(token, now())
        if actor is None:
            raise Unauthorized("bad_token", _("令牌无效或已过期。"))
        request.actor = actor  # type: ignore[attr-defined]
    return actor_of(request)


class Open:
    """Route open to everyone; the actor is still identified."""

    permission: str | None = None

    def __call__(self, request: HttpRequest) -> Any:
        return identify(request)


class Needs(Open):
    """Route for holders of a permission."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Any:
        actor = identify(request)
        assert self.permission
        actor.require(self.permission)
        return actor
