"""The one-time sheet as PDF, the typesetting alone and a page never typeset before."""

from __future__ import annotations

import statistics
import time

from .place import Place
from .rows import Row, percentile

SHEETS = 30


def measure_notice_pdf(place: Place) -> Row:
    """Beside it: the same typst with a page of one line."""
    from yichuang.cases import services
    from yichuang.kit.clock import now
    from yichuang.kit.documents.services import render_pdf
    from yichuang.people.queries import actor_for_token

    worker = actor_for_token(place.workers[0][0], now())
    assert worker
    spent = []
    for n in range(SHEETS):
        item = place.items[n % len(place.items)]
        sheet = services.tell_sheet(actor=worker, now=now(), hall=place.hall, item=item)
        begun = time.perf_counter()
        pdf = render_pdf(sheet, now=now())
        spent.append((time.perf_counter() - begun) * 1000)
        assert pdf.startswith(b"%PDF")
    warm = spent[5:]  # fonts are read once a process
    note = f"p95 of {len(warm)}; median {statistics.median(warm):.0f}, first {spent[0]:.0f}"
    return Row(
        "notice_pdf_ms", percentile(warm, 0.95), "ms", _bare(), "typst, one line", 80, note=note
    )


def _bare() -> float:
    import typst

    spent = []
    fonts = typst.Fonts()
    for n in range(10):
        begun = time.perf_counter()
        typst.compile(f"第{n}行".encode(), font_paths=fonts)
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent[2:])
