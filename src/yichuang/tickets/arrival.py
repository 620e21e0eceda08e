"""The arrival code (现场码): proves that one is in the hall, changes each minute."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from yichuang.kit.privacy import keyed_hash
from yichuang.places.models import Hall

DIGITS = 6


def code_at(hall: Hall, moment: datetime) -> str:
    """Six digits of a keyed hash over hall and minute."""
    minute = int(moment.timestamp()) // 60
    digest = keyed_hash("arrival-code", f"{hall.pk}:{minute}").encode()
    return f"{int.from_bytes(digest, 'big') % 10**DIGITS:0{DIGITS}d}"


def code_fits(hall: Hall, code: str, now: datetime) -> bool:
    """The code of this minute or the one before: nobody types faster than a minute ends."""
    typed = code.strip().encode()
    fits = [
        hmac.compare_digest(typed, code_at(hall, now - timedelta(minutes=back)).encode())
        for back in (0, 1)
    ]
    return any(fits)
