"""Which fonts are here, and which characters they have.

Typst prints a box for a character that no font has and reports no error, so every text is
checked against the fonts' character maps first. The wheel is always there (Noto SC, one
weight); Debian's fonts-noto-cjk adds a bold and fonts-hanazono the rare characters.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import typst

from .cmap import character_ranges

DEBIAN = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/truetype/hanazono"))
# Order of preference. The wheel's regular first: 8 MB in memory, the collection takes 19.
SANS = ("Noto Sans SC", "Noto Sans CJK SC", "HanaMinA", "HanaMinB")
SERIF = ("Noto Serif SC", "Noto Serif CJK SC", "HanaMinA", "HanaMinB")
BOLD = ("Noto Sans CJK SC", "Noto Serif CJK SC")
_KEPT_CONTROLS = "\n"


@dataclass(frozen=True)
class FontSet:
    """The fonts of one set of folders; `has` is a bitmap over Unicode."""

    kept: typst.Fonts
    sans: tuple[str, ...]
    serif: tuple[str, ...]
    bold_sans: str | None
    bold_serif: str | None
    has: bytes = field(repr=False)

    def __contains__(self, character: str) -> bool:
        point = ord(character)
        return bool(self.has[point >> 3] & (1 << (point & 7)))


def wheel_folder() -> Path:
    import pylopdf_fonts_zh_cn  # here: a machine that prints nothing need not load it

    return Path(pylopdf_fonts_zh_cn.__file__).parent


@lru_cache(maxsize=4)
def font_set(folders: tuple[Path, ...] | None = None) -> FontSet:
    """The fonts of this machine, read once; `folders` is for tests and odd installations."""
    places = folders or (wheel_folder(), *DEBIAN)
    kept = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(p) for p in places if p.is_dir()],
    )
    faces = [f for f in kept.fonts() if f.family in SANS + SERIF]
    if not faces:
        raise RuntimeError("no Chinese font: install the wheel pylopdf-fonts-zh-cn")
    families = {f.family for f in faces}
    bold = {f.family for f in faces if f.weight >= 600}
    return FontSet(
        kept=kept,
        sans=tuple(f for f in SANS if f in families),
        serif=tuple(f for f in SERIF if f in families) or tuple(f for f in SANS if f in families),
        bold_sans=BOLD[0] if BOLD[0] in bold else None,
        bold_serif=BOLD[1] if BOLD[1] in bold else None,
        has=_bitmap({(str(f.path), f.index) for f in faces if f.weight == 400}),
    )


def _bitmap(faces: Iterable[tuple[str, int]]) -> bytes:
    bits = bytearray(0x110000 >> 3)
    for path, index in faces:
        for first, last in character_ranges(Path(path), index):
            for point in range(first, last + 1):
                bits[point >> 3] |= 1 << (point & 7)
    return bytes(bits)


def printable(text: str, fonts: FontSet | None = None) -> tuple[str, list[str]]:
    """The text with each character that no font has as 〔U+2B688〕, and those characters.

    Line breaks stay; other control characters go. A variation selector without a glyph is
    left out and told, since the base character still prints. Lone surrogates are told too.
    """
    fonts = fonts or font_set()
    out: list[str] = []
    missing: list[str] = []
    for character in text:
        if character in _KEPT_CONTROLS or character in fonts:
            out.append(character)
            continue
        category = unicodedata.category(character)
        if category == "Cc" or character in "\u200b\u200d\u2060\ufeff":
            out.append(" " if character == "\t" else "")
            continue
        if character not in missing:
            missing.append(character)
        if not _is_selector(character):
            out.append(f"〔U+{ord(character):04X}〕")
    return "".join(out), missing


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
