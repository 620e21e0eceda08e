"""From a template and data to PDF or PNG, by typst.

Templates are .typ files of the slice that owns the document; the root is the package, so they
import "/kit/documents/typ/base.typ". Data reaches them as `data` of base.typ: JSON in
sys.inputs, every string checked against the fonts first.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from .canonical import plain
from .fonts import FontSet, font_set, printable
from .qr import svg

ROOT = Path(__file__).resolve().parents[2]  # src/yichuang
DOTS_PER_MM = 8  # 203 dpi, what thermal printers have
MM_PER_INCH = 25.4


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
    options: dict[str, Any] | None = None,
    fonts: FontSet | None = None,
) -> Typeset:
    """The same template, data, time and fonts give the same bytes. `at` becomes its date."""
    inputs, missing, kept = _inputs(data, options or {}, fonts)
    compiler = _compiler(template, kept)
    made = compiler.compile(
        format="pdf", sys_inputs=inputs, timestamp=int(at.timestamp()), pdf_standards="a-2b"
    )
    return Typeset(_whole(made), missing)


def png(
    template: Path,
    data: dict[str, Any],
    *,
    width_px: int = 576,
    width_mm: int = 72,
    options: dict[str, Any] | None = None,
    fonts: FontSet | None = None,
) -> Typeset:
    """One picture of a page `width_mm` wide; 72 mm at 203 dpi is 576 px."""
    inputs, missing, kept = _inputs(data, options or {}, fonts)
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
    data: dict[str, Any], options: dict[str, Any], fonts: FontSet | None
) -> tuple[dict[str, str], tuple[str, ...], FontSet]:
    fonts = fonts or font_set()
    missing: list[str] = []
    checked = _checked(plain(data), fonts, missing)
    setup = {
        "sans": fonts.sans,
        "serif": fonts.serif,
        "bold_sans": fonts.bold_sans,
        "bold_serif": fonts.bold_serif,
        "missing": [f"U+{ord(c):04X}" for c in missing],
        **options,
    }
    inputs = {"data": json.dumps(checked), "setup": json.dumps(setup)}
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
