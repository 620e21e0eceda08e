"""First answers to POSTs as they are kept: one encrypted row each, for 24 hours.

The row is the last thing the work writes, and its key is what refuses a second one: that one's
work, done by then, is rolled back, and it is given what was kept.
"""

import json
import zlib
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse

from ..cursors import fetch_one, run
from ..events.writing import APPENDED, Writer
from ..privacy import seal, unseal

KEEP = timedelta(hours=24)

_LOOK = """
SELECT body, status, answer FROM kit_idempotentanswer WHERE key = %s AND at >= %s
"""
_COLUMNS = "INSERT INTO kit_idempotentanswer AS kept (key, body, status, answer, at)"
_VALUES = "SELECT %(key)s, %(body)s, %(status)s, %(answer)s, %(at)s"
# A row that lapsed is taken over as if new.
_ONCE = """
ON CONFLICT (key) DO UPDATE SET body = EXCLUDED.body, status = EXCLUDED.status,
  answer = EXCLUDED.answer, at = EXCLUDED.at
  WHERE kept.at < %(lapsed)s
"""
_KEEP = f"{_COLUMNS} {_VALUES} {_ONCE}"
_KEEP_WITH_EVENTS = f"{APPENDED} {_COLUMNS} {_VALUES} FROM told {_ONCE}"


_PLAIN, _COMPRESSED = b"p", b"z"
_LONG = 1500  # bytes; PostgreSQL keeps rows of up to 2 kB in one piece


class Kept(NamedTuple):
    body: UUID
    status: int
    answer: bytes

    def response(self) -> HttpResponse:
        packed = unseal(self.answer, "answers")
        if packed[:1] == _COMPRESSED:
            packed = _PLAIN + zlib.decompress(packed[1:])
        head, _sep, content = packed[1:].partition(b"\n")
        headers, cookies = json.loads(head)
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


def look(key: UUID, at: datetime) -> Kept | None:
    row = fetch_one(_LOOK, [key, at - KEEP])
    return None if row is None else Kept(row[0], row[1], bytes(row[2]))


def keep(
    key: UUID, body: UUID, response: HttpResponse, at: datetime, events: Writer | None = None
) -> bool:
    """In one statement with the events of the work. False: there is an answer to this key, or
    one that was just about to be kept; what this transaction did must be rolled back."""
    values: dict[str, Any] = {
        "key": key,
        "body": body,
        "status": response.status_code,
        "answer": pack(response),
        "at": at,
        "lapsed": at - KEEP,
    }
    if events:
        return run(_KEEP_WITH_EVENTS, values | events.values()) == 1
    return run(_KEEP, values) == 1


def forget_lapsed(at: datetime) -> int:
    """Housekeeping: answers that nobody can ask for any more."""
    return run("DELETE FROM kit_idempotentanswer WHERE at < %s", [at - KEEP])


def pack(response: HttpResponse) -> bytes:
    """A line of headers and cookies, then the content; long ones compressed before they are
    sealed, for afterwards nothing can be."""
    headers = {
        k: v for k, v in response.items() if k in ("Content-Type", "Location", "HX-Redirect")
    }
    cookies = [
        [m.key, m.value, {k: v for k, v in m.items() if v}] for m in response.cookies.values()
    ]
    packed = json.dumps([headers, cookies]).encode() + b"\n" + response.content
    long = len(packed) > _LONG
    return seal(_COMPRESSED + zlib.compress(packed, 1) if long else _PLAIN + packed, "answers")
