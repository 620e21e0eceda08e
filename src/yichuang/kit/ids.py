"""Keys: application-made, so that a hall can move between databases."""

import secrets
from uuid import UUID, uuid4

from uuid6 import uuid7


def new_id() -> UUID:
    """A time-ordered UUIDv7 (RFC 9562)."""
    return UUID(int=uuid7().int)


def new_timeless_id() -> UUID:
    """A random UUIDv4, for a row whose key must not tell when it was made."""
    return uuid4()


def new_public_id() -> str:
    """22 URL-safe characters, 128 bits: names a thing to strangers without being its key."""
    return secrets.token_urlsafe(16)


def new_secret() -> str:
    """32 URL-safe characters, 192 bits."""
    return secrets.token_urlsafe(24)
