"""What the front-end build makes: icons, digits, one style sheet per audience. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from xml.etree import ElementTree

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

# % * + , - . / digits : A-Z and the bullet of masked numbers; repeated in fonts.css.
DIGIT_RANGES = ((0x25, 0x25), (0x2A, 0x3A), (0x41, 0x5A), (0x2022, 0x2022))

BUNDLES: dict[str, tuple[str, ...]] = {
    "citizen": ("fonts-optional", "tokens", "base", "components", "forms", "citizen"),
    "desk": ("fonts", "tokens", "base", "components", "forms", "desk"),
    "office": ("fonts", "tokens", "base", "components", "forms", "office"),
    "kiosk": ("fonts", "tokens", "base", "components", "forms", "kiosk"),
    "display": ("fonts", "tokens", "base", "display"),
    "admin": ("tokens", "admin"),  # beside the sheets of Django's own pages
}


def icon_names(text: str) -> list[str]:
    """Names of icons.txt: one a line, what follows # is the word it stands beside."""
    names = [line.split("#")[0].strip() for line in text.splitlines()]
    return sorted({name for name in names if name})


def icon_body(svg: str) -> str:
    """The drawing of a Tabler icon without its frame, as markup to put into our own <svg>."""
    lines, parts = "", []
    for element in ElementTree.fromstring(svg):  # noqa: S314 -- a file of a pinned package
        tag = element.tag.rpartition("}")[2]
        if tag != "path" or len(element) or set(element.attrib) - {"d", "stroke", "fill"}:
            raise ValueError(f"unexpected <{tag}> in an icon")
        if element.get("stroke") == "none":
            continue  # Tabler's empty frame
        drawn, filled = element.attrib["d"], element.get("fill", "none") != "none"
        if filled:
            parts.append(f'<path fill="currentColor" d="{drawn}"/>')
        elif drawn.startswith("M"):
            lines += drawn
        else:  # begins relative to the corner: may not follow another
            parts.append(f'<path d="{drawn}"/>')
    return (f'<path d="{lines}"/>' if lines else "") + "".join(parts)


def digits(woff2: bytes) -> bytes:
    """The subset of a font that ticket numbers need, again as woff2."""
    font = TTFont(BytesIO(woff2))
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "tnum", "lnum"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]  # the licence stays with the font
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for low, high in DIGIT_RANGES for c in range(low, high + 1)])
    subsetter.subset(font)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def bundle(sheets: Iterable[str]) -> str:
    """Sheets in order, without comments and needless blanks (strings hold none that matter)."""
    css = "\n".join(sheets)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css).replace(";}", "}")
    return css.strip() + "\n"
