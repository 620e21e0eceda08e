"""The same key answers the same (api.md): a double click or a retry does nothing twice.

API: header Idempotency-Key; scope: caller, method, path, key; another body is refused.
Refusals are kept too, but 401, 403, 429, 5xx and 'try again' are not.
Pages: the hidden field `_key`; the body belongs to the scope and refusals are not kept, because
the form that was refused still stands in the page and is sent again, corrected or later.
A second one is done like the first, finds at its end that an answer is kept, and is undone: so
the first, which is nearly every one, asks for nothing. A stranger without a device cookie has no
scope and gets no replay.
"""

import json
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ..clock import now
from ..device import COOKIE
from ..events.writing import request_transaction
from .answers import Kept, digest, keep, look
from .auth import bearer
from .problems import problem, too_large

_NOT_KEPT = {401, 403, 429}
MAX_KEY = 200


class IdempotentPosts:
    """Does the work and keeps its answer in one transaction.

    A kill -9 between rolls back both together. A refusal rolls the whole transaction back and
    is stored by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        in_api = request.path.startswith("/api/v1/")
        key = request.headers.get("Idempotency-Key", "") or (
            "" if in_api else request.POST.get("_key", "")
        )
        caller = bearer(request) or request.COOKIES.get("sessionid") or request.COOKIES.get(COOKIE)
        if not key or not caller:
            return self.get_response(request)
        if len(key) > MAX_KEY or not key.isprintable():
            return problem(422, "bad_idempotency_key", _("Idempotency-Key 过长或含有不可见字符。"))
        try:
            body = digest(_body(request))
        except RequestDataTooBig:
            return too_large()
        row = digest(caller, "POST", request.path, key, b"" if in_api else body.bytes)
        return self._once(request, row, body, now(), keep_refusals=in_api)

    def _once(
        self, request: HttpRequest, row: UUID, body: UUID, at: datetime, *, keep_refusals: bool
    ) -> HttpResponse:
        with request_transaction() as held:
            response = self.get_response(request)
            done = response.status_code < 400
            if done:
                held.record_accesses()  # of what the answer shows: with the answer, or neither
                done = keep(row, body, response, at, held.last())
            if not done:
                transaction.set_rollback(True)
        if done:
            return response
        # Refused, perhaps because it was done before; or done, and somebody was quicker.
        known = response.status_code < 500 and response.status_code != HTTPStatus.UNAUTHORIZED
        kept = look(row, at) if known else None
        if kept is None and keep_refusals and _is_kept(response):
            kept = None if keep(row, body, response, at) else look(row, at)
        if kept is not None:
            return _again(kept, body)
        if response.status_code < 400:  # the answer that stood in the way has just lapsed
            return self._once(request, row, body, at, keep_refusals=keep_refusals)
        held.record_accesses()
        return response


def _is_kept(refusal: HttpResponse) -> bool:
    return 400 <= refusal.status_code < 500 and not (
        refusal.status_code in _NOT_KEPT or getattr(refusal, "passing", False)
    )


def _again(kept: Kept, body: UUID) -> HttpResponse:
    if kept.body != body:
        return problem(
            409, "idempotency_mismatch", _("同一个 Idempotency-Key 用在了不同的内容上。")
        )
    return kept.response()


def _body(request: HttpRequest) -> bytes:
    """What must be equal; a page's CSRF token changes with every rendering."""
    if request.path.startswith("/api/v1/"):
        return request.body
    fields = [(k, v) for k, v in request.POST.lists() if k != "csrfmiddlewaretoken"]
    return json.dumps(sorted(fields)).encode()
