"""Who calls the API: bearer token, session, or a stranger with a device cookie."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from ..actors import Actor
from ..clock import now
from ..errors import Forbidden, Unauthorized
from ..web import actor_of


def bearer(request: HttpRequest) -> str:
    scheme, _sep, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def identify(request: HttpRequest) -> Actor:
    """Sets request.actor. A bearer token that is unknown is refused, also on public routes, and
    so is a session's POST that does not come from our own pages."""
    token = bearer(request)
    if token:
        actor = import_string(settings.ACTOR_FOR_TOKEN)(token, now())
        if actor is None:
            raise Unauthorized("bad_token", _("令牌无效或已过期。"))
        request.actor = actor  # type: ignore[attr-defined]
    elif request.user.is_authenticated:
        _from_our_pages(request)
    return actor_of(request)


class _Csrf(CsrfViewMiddleware):
    """Django's check, which leaves the API's views out; the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


_CSRF = _Csrf(lambda request: HttpResponse())


def _no_view() -> HttpResponse:
    return HttpResponse()


def _from_our_pages(request: HttpRequest) -> None:
    """A browser sends the session along whoever asks it to: what writes needs the token of our
    pages (header X-CSRFToken). Tokens of the API no other site can send. Refused: 403."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    request.body  # noqa: B018 - read and kept for the view: the check may look into a form
    request.csrf_processing_done = False  # type: ignore[attr-defined]
    _CSRF.process_request(request)
    if _CSRF.process_view(request, _no_view, (), {}):
        raise Forbidden("csrf_failed", _("请求不是从本系统的页面发出的，请刷新页面再试。"))


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
