"""QR codes as SVG, set into documents as vectors."""

from functools import lru_cache
from io import BytesIO

import segno


@lru_cache(maxsize=256)
def svg(text: str) -> str:
    """Error correction M: thermal paper fades, a seal may cover a corner."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=0, scale=4, xmldecl=False, svgns=True, nl=False
    )
    return out.getvalue().decode()
