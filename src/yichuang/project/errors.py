"""The last resort: an answer in words, also when neither database nor templates help."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yichuang.kit.api.problems import problem
from yichuang.shell.context import shell


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: what reached no handler of ours; 503 when the database is away."""
    error = sys.exc_info()[1]
    return _told(request, isinstance(error, OperationalError | InterfaceError))


def refuse(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """As WSGI: the same answer as of a database that is away, without looking for it."""
    response = _told(WSGIRequest(environ), True)
    start_response(f"{response.status_code} {response.reason_phrase}", [*response.items()])
    return [response.content]


def _told(request: HttpRequest, away: bool) -> HttpResponse:
    status = 503 if away else 500
    if request.path.startswith("/api/"):
        code = "unavailable" if away else "internal"
        text = _("系统正在恢复，请稍后再试。") if away else _("系统出错了，请稍后再试。")
        return problem(status, code, text)
    response = HttpResponse(_page(request, status), status=status)
    if away:
        response["Retry-After"] = "5"
    return response


def _page(request: HttpRequest, status: int) -> str:
    """Without a request no context processor runs, so nothing asks the database again."""
    try:
        return render_to_string("shell/unavailable.html", shell(request) | {"status": status})
    except Exception:  # not even the look is there: words alone
        plain = "project/unavailable.html" if status == 503 else "project/fault.html"
        return render_to_string(plain)
