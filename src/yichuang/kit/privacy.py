"""Encryption, keyed hashes and signatures. Every ciphertext and hash names its key."""

import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing

from .errors import Forbidden

KEY_ID = "k1"


def _derive(purpose: str) -> bytes:
    return _derived(settings.YICHUANG_DATA_KEY, purpose)


@lru_cache(maxsize=256)
def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


def keyed_hash(purpose: str, value: str) -> str:
    """'k1:' and 43 characters (HMAC-SHA256): the same value and purpose give the same hash."""
    digest = hmac.digest(_derive("hash:" + purpose), value.encode(), "sha256")
    return f"{KEY_ID}:" + urlsafe_b64encode(digest).decode().rstrip("=")


def encrypt(text: str, purpose: str = "data") -> str:
    """'k1:' and a Fernet token. The empty string stays empty."""
    return seal(text.encode(), purpose).decode() if text else ""


def decrypt(token: str, purpose: str = "data") -> str:
    """Back to the text; raises ValueError where key or token does not fit."""
    return unseal(token.encode(), purpose).decode() if token else ""


def seal(data: bytes, purpose: str) -> bytes:
    """As encrypt, of bytes."""
    return f"{KEY_ID}:".encode() + _fernet(purpose).encrypt(data)


def unseal(token: bytes, purpose: str) -> bytes:
    """As decrypt, of bytes."""
    key_id, _, body = token.partition(b":")
    if key_id != KEY_ID.encode():
        raise ValueError(f"unknown key {key_id.decode(errors='replace')}")
    try:
        return _fernet(purpose).decrypt(body)
    except InvalidToken as error:
        raise ValueError("not encrypted with this key") from error


def _fernet(purpose: str) -> Fernet:
    return _fernet_of(_derive("encrypt:" + purpose))


@lru_cache(maxsize=256)
def _fernet_of(key: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(key))


def mask(value: str) -> str:
    """One character at each end (domain.md §9): '3•• … ••9'."""
    if len(value) < 3:
        return "•" * len(value)
    return f"{value[0]}•• … ••{value[-1]}"


def sign(purpose: str, value: str) -> str:
    return signing.TimestampSigner(salt=purpose).sign(value)


def unsign(purpose: str, token: str, max_age: int) -> str:
    """The signed value; refuses a forged token or one older than `max_age` seconds."""
    try:
        return signing.TimestampSigner(salt=purpose).unsign(token, max_age=max_age)
    except signing.BadSignature as error:
        raise Forbidden("bad_token", "链接已失效，请重新打开。") from error
