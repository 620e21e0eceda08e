"""First answers to POSTs as they are kept: one encrypted row each, for 24 hours.

Whoever does the work holds an advisory lock of its key until the work commits, and writes the
row last. Reading before the lock could miss a row that was committed between: then the row's
key refuses the second one, whose work is rolled back.
"""

import json
import zlib
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.http import HttpResponse

from ..privacy import seal, unseal

KEEP = timedelta(hours=24)
_SIGN = 1 << 63

_LOOK = """
SELECT pg_try_advisory_xact_lock(%(lock)s), k.body, k.status, k.answer
FROM (SELECT) AS one
LEFT JOIN kit_idempotentanswer k ON k.key = %(key)s AND k.at >= %(lapsed)s
"""
_WAIT = "SELECT pg_advisory_xact_lock(%s)"
# A row that lapsed is taken over as if new.
_KEEP = """
INSERT INTO kit_idempotentanswer AS kept (key, body, status, answer, at)
VALUES (%(key)s, %(body)s, %(status)s, %(answer)s, %(at)s)
ON CONFLICT (key) DO UPDATE SET body = EXCLUDED.body, status = EXCLUDED.status,
  answer = EXCLUDED.answer, at = EXCLUDED.at
  WHERE kept.at < %(lapsed)s
"""


class Kept(NamedTuple):
    body: UUID
    status: int
    answer: bytes

    def response(self) -> HttpResponse:
        packed = zlib.decompress(unseal(self.answer, "answers"))
        headers, cookies, content = json.loads(packed)
        response = HttpResponse(content, status=self.status, headers=headers)
        for key, value, attributes in cookies:
            response.cookies[key] = value
            response.cookies[key].update(attributes)
        response["Idempotent-Replay"] = "true"
        return response


def digest(*parts: str | bytes) -> UUID:
    """128 bits of SHA-256 over the parts."""
    found = sha256()
    for part in parts:
        found.update(part.encode() if isinstance(part, str) else part)
        found.update(b"\0")
    return UUID(bytes=found.digest()[:16])


def claim(key: UUID, at: datetime) -> Kept | None:
    """None: the work is ours to do, and nobody else's until this transaction ends."""
    lock = (key.int & (2 * _SIGN - 1)) - _SIGN
    values: dict[str, UUID | datetime | int] = {"key": key, "lapsed": at - KEEP, "lock": lock}
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, values)
        free, body, status, answer = cursor.fetchone()
        if not free and status is None:
            cursor.execute(_WAIT, [lock])
            cursor.execute(_LOOK, values)
            _free, body, status, answer = cursor.fetchone()
    return None if status is None else Kept(body, status, bytes(answer))


def keep(key: UUID, body: UUID, response: HttpResponse, at: datetime) -> bool:
    """False: somebody else's answer to this key is there already."""
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "key": key,
                "body": body,
                "status": response.status_code,
                "answer": pack(response),
                "at": at,
                "lapsed": at - KEEP,
            },
        )
        return cursor.rowcount == 1


def forget_lapsed(at: datetime) -> int:
    """Housekeeping: answers that nobody can ask for any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_idempotentanswer WHERE at < %s", [at - KEEP])
        return cursor.rowcount


def pack(response: HttpResponse) -> bytes:
    """Compressed before it is sealed: afterwards nothing can be."""
    headers = {
        k: v for k, v in response.items() if k in ("Content-Type", "Location", "HX-Redirect")
    }
    cookies = [
        [m.key, m.value, {k: v for k, v in m.items() if v}] for m in response.cookies.values()
    ]
    packed = json.dumps([headers, cookies, response.content.decode()]).encode()
    return seal(zlib.compress(packed, 1), "answers")
