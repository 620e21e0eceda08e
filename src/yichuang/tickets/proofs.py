"""Three secrets (domain.md §5): the public id sees, the secret acts, the rating key rates."""

from __future__ import annotations

import hmac

from yichuang.kit.privacy import keyed_hash

from .models import Ticket


def secret_hash(secret: str) -> str:
    return keyed_hash("ticket-secret", secret)


def holds(ticket: Ticket, secret: str) -> bool:
    return bool(secret and ticket.secret_hash) and hmac.compare_digest(
        secret_hash(secret), ticket.secret_hash
    )


def rating_hash(key: str) -> str:
    """As Visit.rating_hash keeps it."""
    return keyed_hash("rating", key)
