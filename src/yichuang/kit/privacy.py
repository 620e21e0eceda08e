"""Encryption, keyed hashes and signatures. Every ciphertext and hash names its key."""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

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


def short_mac(purpose: str, value: str) -> str:
    """22 characters, 128 bits: signs what is kept outside, where a wrong one does no harm."""
    digest = hmac.digest(_derive("mac:" + purpose), value.encode(), "sha256")[:16]
    return urlsafe_b64encode(digest).decode().rstrip("=")


def encrypt(text: str, purpose: str = "data") -> str:
    """'k1:' and base64 of what seal() makes. The empty string stays empty."""
    return (
        f"{KEY_ID}:" + urlsafe_b64encode(_sealed(text.encode(), purpose)).decode() if text else ""
    )


def decrypt(token: str, purpose: str = "data") -> str:
    """Back to the text; raises ValueError where key or token does not fit."""
    if not token:
        return ""
    return _opened(urlsafe_b64decode(_body(token.encode())), purpose).decode()


def seal(data: bytes, purpose: str) -> bytes:
    """'k1:', a nonce of 12 bytes, AES-256-GCM over the data under the purpose's own key."""
    return _MARK + _sealed(data, purpose)


def unseal(token: bytes, purpose: str) -> bytes:
    """As decrypt, of bytes."""
    return _opened(_body(token), purpose)


_MARK = f"{KEY_ID}:".encode()
_NONCE = 12


def _body(token: bytes) -> bytes:
    if not token.startswith(_MARK):
        raise ValueError(f"unknown key {token.partition(b':')[0][:8].decode(errors='replace')}")
    return token[len(_MARK) :]


def _sealed(data: bytes, purpose: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(_derive("encrypt:" + purpose)).encrypt(nonce, data, None)


def _opened(sealed: bytes, purpose: str) -> bytes:
    try:
        cipher = _cipher(_derive("encrypt:" + purpose))
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, ValueError) as error:
        raise ValueError("not encrypted with this key") from error


@lru_cache(maxsize=256)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


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
        raise Forbidden("bad_token", _("链接已失效，请重新打开。")) from error
