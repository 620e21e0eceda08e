"""Check digits of two national standards. Pure; says only whether the last sign fits."""

import re

_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_SIGNS = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def resident_sign(first17: str) -> str:
    """The 18th sign of a citizen number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    if not re.fullmatch(r"[0-9]{17}", first17):
        raise ValueError("17 digits are needed")
    total = sum(int(d) * w for d, w in zip(first17, _RESIDENT_WEIGHTS, strict=True))
    return _RESIDENT_SIGNS[total % 11]


def resident_fits(number: str) -> bool:
    """18 signs whose last one fits. Regions and dates are not judged: 83… and 9… are real."""
    number = number.upper()
    return (
        bool(re.fullmatch(r"[0-9]{17}[0-9X]", number)) and resident_sign(number[:17]) == number[17]
    )


def credit_sign(first17: str) -> str:
    """The 18th sign of a unified social credit code (GB 32100-2015, MOD 31)."""
    if len(first17) != 17 or any(sign not in _CREDIT_SIGNS for sign in first17):
        raise ValueError("17 signs of 0–9 and A–Y without I O S V Z are needed")
    total = sum(_CREDIT_SIGNS.index(s) * w for s, w in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_SIGNS[-total % 31]


def credit_fits(code: str) -> bool:
    code = code.upper()
    if len(code) != 18 or any(sign not in _CREDIT_SIGNS for sign in code):
        return False
    return credit_sign(code[:17]) == code[17]
