"""Encryption, keyed hashes and signatures. Every ciphertext and hash names its key."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing

from .errors import Forbidden

KEY_ID = "k1"


def _derive(purpose: str) -> bytes:
    secret = settings.YICHUANG_DATA_KEY.encode()
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


def keyed_hash(purpose: str, value: str) -> str:
    """'k1:' and 43 characters (HMAC-SHA256): the same value and purpose give the same hash."""
    digest = hmac.new(_derive("hash:" + purpose), value.encode(), hashlib.sha256).digest()
    return f"{KEY_ID}:" + urlsafe_b64encode(digest).decode().rstrip("=")


def encrypt(text: str, purpose: str = "data") -> str:
    """'k1:' and a Fernet token. The empty string stays empty."""
    if not text:
        return ""
    return f"{KEY_ID}:" + _fernet(purpose).encrypt(text.encode()).decode()


def decrypt(token: str, purpose: str = "data") -> str:
    """Back to the text; raises ValueError where key or token does not fit."""
    if not token:
        return ""
    key_id, _, body = token.partition(":")
    if key_id != KEY_ID:
        raise ValueError(f"unknown key {key_id}")
    try:
        return _fernet(purpose).decrypt(body.encode()).decode()
    except InvalidToken as error:
        raise ValueError("not encrypted with this key") from error


_FERNETS: dict[tuple[str, str], Fernet] = {}


def _fernet(purpose: str) -> Fernet:
    at = (settings.YICHUANG_DATA_KEY, purpose)
    if at not in _FERNETS:
        _FERNETS[at] = Fernet(urlsafe_b64encode(_derive("encrypt:" + purpose)))
    return _FERNETS[at]


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
