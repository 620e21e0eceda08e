"""Papers a person or body shows: (type, number). A wrong number warns and never refuses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import category

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kit.checkdigits import credit_fits, resident_fits

TYPES = {
    "resident_id": gettext_lazy("居民身份证"),
    "temporary_id": gettext_lazy("临时居民身份证"),
    "hmt_residence": gettext_lazy("港澳台居民居住证"),
    "hk_macao_permit": gettext_lazy("港澳居民来往内地通行证（回乡证）"),
    "taiwan_permit": gettext_lazy("台湾居民来往大陆通行证（台胞证）"),
    "passport": gettext_lazy("护照"),
    "foreign_residence": gettext_lazy("外国人永久居留身份证"),
    "military": gettext_lazy("军人证件"),
    "household": gettext_lazy("户口簿（儿童）"),
    "uscc": gettext_lazy("统一社会信用代码"),
    "none": gettext_lazy("没有证件"),
}
MAX_NUMBER = 40
MAX_NAME = 200


@dataclass(frozen=True)
class IdentityWarning:
    """Told to whoever typed it; the number is taken as it is."""

    code: str
    detail: str


def normal(number: str) -> str:
    """As it is hashed and compared: no blanks or hyphens, full-width signs narrowed, capitals."""
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in number)
    return re.sub(r"[\s\-]", "", narrow).upper()


def _shape(pattern: str) -> Callable[[str], bool]:
    return lambda number: re.fullmatch(pattern, number) is not None


# The old foreign card has 3 letters and 12 digits; the one of 2023 is a number beginning with 9.
_FITS: dict[str, Callable[[str], bool]] = {
    "resident_id": resident_fits,
    "temporary_id": resident_fits,
    "household": resident_fits,
    "hmt_residence": lambda n: n[:2] in ("81", "82", "83") and resident_fits(n),
    "hk_macao_permit": _shape(r"[HM][0-9]{8}([0-9]{2})?"),
    "taiwan_permit": _shape(r"[0-9]{8}([0-9]{2}[A-Z0-9]?)?"),
    "passport": _shape(r"[A-Z0-9]{5,15}"),
    "foreign_residence": lambda n: (
        re.fullmatch(r"[A-Z]{3}[0-9]{12}", n) is not None or (n[:1] == "9" and resident_fits(n))
    ),
    "military": _shape(r".{4,20}"),
    "uscc": credit_fits,
}
_CHECKED = {"resident_id", "temporary_id", "household", "hmt_residence", "uscc"}


def check(type: str, number: str) -> IdentityWarning | None:
    """None when nothing looks wrong. `type` is one of TYPES (KeyError otherwise)."""
    TYPES[type]
    if type == "none":
        return None
    number = normal(number)
    if not number:
        return IdentityWarning("identity_empty", _("还没有填证件号码。"))
    if _FITS[type](number):
        return None
    if type in _CHECKED and len(number) == 18:
        return IdentityWarning("identity_check_digit", _("号码的校验位不对，请核对证件。"))
    return IdentityWarning("identity_shape", _("号码和这种证件不像，请核对证件。"))


def name_fits(name: str) -> bool:
    """Any script, '·', rare and private-use characters; no control or direction signs.

    Not str.isprintable(): it refuses characters younger than Python's own tables.
    """
    name = name.strip()
    bad = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return 0 < len(name) <= MAX_NAME and not any(category(sign) in bad for sign in name)
