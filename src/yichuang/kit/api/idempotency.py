"""Idempotency-Key on every POST: the same key answers the same (api.md).

Scope: caller, method, path, key. Kept 24 h, stored answers encrypted. Refusals are kept too;
401, 403, 429 and 5xx are not. A second one in flight waits for the first on its row.
A stranger without a device cookie has no scope and gets no replay.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ..clock import now
from ..privacy import decrypt, encrypt
from .auth import bearer
from .problems import problem

KEEP = timedelta(hours=24)
_NOT_KEPT = {401, 403, 429}
MAX_KEY = 200

_CLAIM = """
INSERT INTO kit_idempotentanswer (key, body_hash, status, answer, at)
VALUES (%s, %s, NULL, '', %s)
ON CONFLICT (key) DO UPDATE SET at = kit_idempotentanswer.at
RETURNING (xmax = 0), body_hash, status, answer, at
"""
_KEEP = "UPDATE kit_idempotentanswer SET status = %s, answer = %s WHERE key = %s"
_DROP = "DELETE FROM kit_idempotentanswer WHERE key = %s"


def _hash(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()


class IdempotentPosts:
    """Middleware around /api/v1: claims the key and does the work in one transaction.

    The claim row is locked until the work commits, so a second request with the same key
    waits and then reads the stored answer; a kill -9 between rolls back both together.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if request.method != "POST" or not key or not request.path.startswith("/api/v1/"):
            return self.get_response(request)
        if len(key) > MAX_KEY or not key.isprintable():
            return problem(422, "bad_idempotency_key", _("Idempotency-Key 过长或含有不可见字符。"))
        caller = bearer(request) or request.COOKIES.get("sessionid") or request.COOKIES.get("device")
        if not caller:
            return self.get_response(request)
        row = _hash(caller, request.method, request.path, key)
        with transaction.atomic():
            return self._once(request, row, _hash(request.body))

    def _once(self, request: HttpRequest, row: str, body: str) -> HttpResponse:
        moment = now()
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [row, body, moment])
            fresh, kept_body, status, answer, at = cursor.fetchone()
        if not fresh and status is not None and at > moment - KEEP:
            if kept_body != body:
                return problem(
                    409, "idempotency_mismatch", _("同一个 Idempotency-Key 用在了不同的内容上。")
                )
            return _answer(status, decrypt(answer, "answers"))
        response = self.get_response(request)
        with connection.cursor() as cursor:
            if response.status_code in _NOT_KEPT or response.status_code >= 500:
                cursor.execute(_DROP, [row])
            else:
                cursor.execute(_KEEP, [response.status_code, _pack(response), row])
        return response


def _pack(response: HttpResponse) -> str:
    kept = [response.get("Content-Type", ""), response.content.decode()]
    return encrypt(json.dumps(kept), "answers")


def _answer(status: int, packed: str) -> HttpResponse:
    content_type, content = json.loads(packed)
    response = HttpResponse(content, status=status, content_type=content_type)
    response["Idempotent-Replay"] = "true"
    return response
