"""Opaque cursors of lists."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.utils.translation import gettext as _

from ..errors import Invalid


def encode(*values: object) -> str:
    return urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def decode(cursor: str) -> list[str]:
    """Refuses what encode() did not make."""
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise Invalid("bad_cursor", _("翻页标记无效，请从头查。")) from error
    if not isinstance(values, list):
        raise Invalid("bad_cursor", _("翻页标记无效，请从头查。"))
    return [str(v) for v in values]
