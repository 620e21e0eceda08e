"""The same key answers the same (api.md): a double click or a retry does nothing twice.

API: header Idempotency-Key; scope: caller, method, path, key; another body is refused.
Refusals are kept too, but 401, 403, 429 and 5xx are not.
Pages: the hidden field `_key`; the body belongs to the scope and refusals are not kept, because
the form that was refused still stands in the page and is sent again, corrected or later.
Kept 24 h, stored answers encrypted. A second one in flight waits for the first on its row. A
stranger without a device cookie has no scope and gets no replay.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ..clock import now
from ..events.writing import request_transaction
from ..privacy import decrypt, encrypt
from .auth import bearer
from .problems import problem, too_large

KEEP = timedelta(hours=24)
_NOT_KEPT = {401, 403, 429}
MAX_KEY = 200

# A row that lapsed is taken over as if new.
_CLAIM = """
INSERT INTO kit_idempotentanswer AS kept (key, body_hash, status, answer, at)
VALUES (%(key)s, %(body)s, NULL, '', %(now)s)
ON CONFLICT (key) DO UPDATE SET
  body_hash = CASE WHEN kept.at < %(lapsed)s THEN EXCLUDED.body_hash ELSE kept.body_hash END,
  status = CASE WHEN kept.at < %(lapsed)s THEN NULL ELSE kept.status END,
  at = CASE WHEN kept.at < %(lapsed)s THEN EXCLUDED.at ELSE kept.at END
RETURNING body_hash, status, answer
"""
_KEEP = "UPDATE kit_idempotentanswer SET status = %s, answer = %s WHERE key = %s"
_KEEP_REFUSAL = """
INSERT INTO kit_idempotentanswer AS kept (key, body_hash, status, answer, at)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (key) DO UPDATE SET body_hash = EXCLUDED.body_hash, status = EXCLUDED.status,
  answer = EXCLUDED.answer, at = EXCLUDED.at
  WHERE kept.at < %s
"""


def forget_lapsed(at: datetime) -> int:
    """Housekeeping: answers that nobody can ask for any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_idempotentanswer WHERE at < %s", [at - KEEP])
        return cursor.rowcount


def _hash(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()


class IdempotentPosts:
    """Claims the key and does the work in one transaction.

    The claim row is locked until the work commits, so a second request with the same key
    waits and then reads the stored answer; a kill -9 between rolls back both together. A
    refusal rolls the whole transaction back and is stored by itself.
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
        caller = (
            bearer(request) or request.COOKIES.get("sessionid") or request.COOKIES.get("device")
        )
        if not key or not caller:
            return self.get_response(request)
        if len(key) > MAX_KEY or not key.isprintable():
            return problem(422, "bad_idempotency_key", _("Idempotency-Key 过长或含有不可见字符。"))
        try:
            body = _hash(_body(request))
        except RequestDataTooBig:
            return too_large()
        row = _hash(caller, "POST", request.path, key, "" if in_api else body)
        return self._once(request, row, body, now(), keep_refusals=in_api)

    def _once(
        self, request: HttpRequest, row: str, body: str, at: datetime, *, keep_refusals: bool
    ) -> HttpResponse:
        with request_transaction():
            kept = self._claim(row, body, at)
            if kept is not None:
                return kept
            response = self.get_response(request)
            if response.status_code < 400:
                with connection.cursor() as cursor:
                    cursor.execute(_KEEP, [response.status_code, _pack(response), row])
            else:
                transaction.set_rollback(True)
        refused = 400 <= response.status_code < 500 and response.status_code not in _NOT_KEPT
        if refused and keep_refusals:
            with connection.cursor() as cursor:
                answer: list[Any] = [row, body, response.status_code, _pack(response), at]
                cursor.execute(_KEEP_REFUSAL, [*answer, at - KEEP])
        return response

    def _claim(self, row: str, body: str, at: datetime) -> HttpResponse | None:
        """None: the work is ours to do."""
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, {"key": row, "body": body, "now": at, "lapsed": at - KEEP})
            kept_body, status, answer = cursor.fetchone()
        if status is None:
            return None
        if kept_body != body:
            return problem(
                409, "idempotency_mismatch", _("同一个 Idempotency-Key 用在了不同的内容上。")
            )
        return _answer(status, decrypt(answer, "answers"))


def _body(request: HttpRequest) -> bytes:
    """What must be equal; a page's CSRF token changes with every rendering."""
    if request.path.startswith("/api/v1/"):
        return request.body
    fields = [(k, v) for k, v in request.POST.lists() if k != "csrfmiddlewaretoken"]
    return json.dumps(sorted(fields)).encode()


def _pack(response: HttpResponse) -> str:
    headers = {
        k: v for k, v in response.items() if k in ("Content-Type", "Location", "HX-Redirect")
    }
    cookies = [
        [m.key, m.value, {k: v for k, v in m.items() if v}] for m in response.cookies.values()
    ]
    return encrypt(json.dumps([headers, cookies, response.content.decode()]), "answers")


def _answer(status: int, packed: str) -> HttpResponse:
    headers, cookies, content = json.loads(packed)
    response = HttpResponse(content, status=status, headers=headers)
    for key, value, attributes in cookies:
        response.cookies[key] = value
        response.cookies[key].update(attributes)
    response["Idempotent-Replay"] = "true"
    return response
