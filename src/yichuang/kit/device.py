"""The cookie that names a citizen's browser: random, with the moment we gave it, and signed.

No table knows it. Whoever makes up another one for each request has one that is new: what new
ones may do is counted for all of them together (tickets), an older one counts by itself.
"""

from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from secrets import token_urlsafe

from .privacy import short_mac

COOKIE = "device"
SHORTEST, LONGEST = 20, 64
AGED = timedelta(minutes=10)
_PURPOSE = "device cookie"


def new_device(now: datetime) -> str:
    """54 characters: a random name, the second in hexadecimal, the signature."""
    named = f"{token_urlsafe(16)}.{int(now.timestamp()):08x}"
    return f"{named}.{short_mac(_PURPOSE, named)}"


def given_at(device: str) -> datetime | None:
    """None: it is none of ours."""
    named, _sep, mac = device.rpartition(".")
    _name, _dot, second = named.partition(".")
    if len(second) != 8 or not device.isascii():
        return None
    if not compare_digest(mac, short_mac(_PURPOSE, named)):
        return None
    return datetime.fromtimestamp(int(second, 16), UTC)


def is_new(device: str, now: datetime) -> bool:
    given = given_at(device)
    return given is None or now - given < AGED
