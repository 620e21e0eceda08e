"""Canonical JSON after RFC 8785, for the values we allow: no floats, NFC is left as given."""

import hashlib
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID


def plain(value: Any) -> Any:
    """Dates, UUIDs and tuples as JSON knows them; floats are refused: they print unequally."""
    if isinstance(value, dict):
        return {_whole(str(k)): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return _whole(value)
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form in a document")


def _whole(text: str) -> str:
    """A lone surrogate, which JSON can carry and UTF-8 cannot, becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def canonical_json(value: Any) -> str:
    """Keys sorted by UTF-16 code unit, no space, characters unescaped."""
    return json.dumps(
        _sorted(plain(value)), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _sorted(value[k]) for k in sorted(value, key=_utf16)}
    if isinstance(value, list):
        return [_sorted(v) for v in value]
    return value


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal characters."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
