"""From a template and data to PDF or PNG, by typst.

Templates are .typ files of the slice that owns the document; the root is the package, so they
import "/kit/documents/typ/base.typ". Data reaches them as `data` of base.typ: JSON in
sys.inputs, every string checked against the fonts first. So are its words: a template has
none of its own, but takes them by key from a table of its slice, marked by gettext_noop.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typst
from django.utils.translation import gettext, gettext_noop

from .canonical import plain
from .fonts import FontSet, font_set, printable
from .qr import svg

ROOT = Path(__file__).resolve().parents[2]  # src/yichuang
DOTS_PER_MM = 8  # 203 dpi, what thermal printers have
MM_PER_INCH = 25.4
# Words of base.typ.
WORDS = {
    "paper": gettext_noop("单据"),
    "void": gettext_noop("作废"),
    "label": gettext_noop("%(label)s："),
    "page": gettext_noop("第 %(page)s 页，共 %(pages)s 页"),
    "signed_by": gettext_noop("申请人签名"),
    "read_over": gettext_noop("以上内容我已核对"),
    "seal_here": gettext_noop("（此处加盖部门印章）"),
    "verify": gettext_noop("扫码可验真伪，验证码 %(code)s。"),
    "verify_hash": gettext_noop("扫码可验真伪，验证码 %(code)s，内容摘要 %(hash)s。"),
    "glyphs_missing": gettext_noop("字库缺字：%(signs)s。请以手写补正。"),
}


@dataclass(frozen=True)
class Typeset:
    """`missing`: characters that no font had, printed as 〔U+…〕: tell whoever prints."""

    data: bytes
    missing: tuple[str, ...]


def pdf(
    template: Path,
    data: dict[str, Any],
    *,
    at: datetime,
    words: Mapping[str, str] = MappingProxyType({}),
    options: dict[str, Any] | None = None,
    fonts: FontSet | None = None,
) -> Typeset:
    """The same template, data, time and fonts give the same bytes. `at` becomes its date."""
    inputs, missing, kept = _inputs(data, words, options or {}, fonts)
    compiler = _compiler(template, kept)
    made = compiler.compile(
        format="pdf", sys_inputs=inputs, timestamp=int(at.timestamp()), pdf_standards="a-2b"
    )
    return Typeset(_whole(made), missing)


def png(
    template: Path,
    data: dict[str, Any],
    *,
    words: Mapping[str, str] = MappingProxyType({}),
    width_px: int = 576,
    width_mm: int = 72,
    options: dict[str, Any] | None = None,
    fonts: FontSet | None = None,
) -> Typeset:
    """One picture of a page `width_mm` wide; 72 mm at 203 dpi is 576 px."""
    inputs, missing, kept = _inputs(data, words, options or {}, fonts)
    made = _compiler(template, kept).compile(
        format="png", sys_inputs=inputs, ppi=width_px / width_mm * MM_PER_INCH
    )
    return Typeset(_whole(made), missing)


def _whole(made: Any) -> bytes:
    if isinstance(made, list):
        raise ValueError("a picture of several pages: use pdf()")
    return bytes(made)


def _compiler(template: Path, fonts: FontSet) -> typst.Compiler:
    return typst.Compiler(str(template), root=str(ROOT), font_paths=fonts.kept)


def _inputs(
    data: dict[str, Any],
    words: Mapping[str, str],
    options: dict[str, Any],
    fonts: FontSet | None,
) -> tuple[dict[str, str], tuple[str, ...], FontSet]:
    fonts = fonts or font_set()
    missing: list[str] = []
    checked = _checked(plain(data), fonts, missing)
    said = {key: gettext(text) for key, text in (WORDS | dict(words)).items()}
    said = _checked(said, fonts, missing)
    setup = {
        "sans": fonts.sans,
        "serif": fonts.serif,
        "bold_sans": fonts.bold_sans,
        "bold_serif": fonts.bold_serif,
        "missing": [f"U+{ord(c):04X}" for c in missing],
        **options,
    }
    inputs = {"data": json.dumps(checked), "words": json.dumps(said), "setup": json.dumps(setup)}
    if data.get("url"):
        inputs["qr"] = svg(str(data["url"]))
    return inputs, tuple(missing), fonts


def _checked(value: Any, fonts: FontSet, missing: list[str]) -> Any:
    if isinstance(value, str):
        text, lost = printable(value, fonts)
        missing += [c for c in lost if c not in missing]
        return text
    if isinstance(value, list):
        return [_checked(v, fonts, missing) for v in value]
    if isinstance(value, dict):
        return {k: _checked(v, fonts, missing) for k, v in value.items()}
    return value
