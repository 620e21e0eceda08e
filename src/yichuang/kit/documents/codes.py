"""Verify codes: 16 characters of Crockford's base 32, 80 bits, readable over a phone."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_HEARD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u3000": None})


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spoken(code: str) -> str:
    """'7K4QM2B69XTHC3VN' as printed: '7K4Q-M2B6-9XTH-C3VN'."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def read_code(typed: str) -> str | None:
    """What a person typed, in the stored form; None where it can be no code."""
    code = typed.upper().translate(_HEARD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
