"""Documents given out for cases, and sheets that were told."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from yichuang.kit.documents.models import Document
from yichuang.places.models import Hall

from ..documents.sheet import SHEET
from ..models import Case


def documents_of(case: Case) -> list[dict[str, Any]]:
    """In the order they were given out; no query where there is none."""
    if not case.papers:
        return []
    rows = Document.objects.filter(hall_id=case.hall_id, id__in=case.papers)
    return [document_view(row) for row in rows.order_by("issued_at", "id")]


def document_view(document: Document) -> dict[str, Any]:
    return {
        "code": document.code,
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "state": document.state,
        "url": f"/documents/{document.code}/",
    }


def sheet_view(document: Document) -> dict[str, Any]:
    return document_view(document) | {
        "id": document.id,
        "issued_at": document.issued_at,
        "pdf": f"/documents/{document.code}/document.pdf",
    }


def sheets_today(hall: Hall, now: datetime) -> int:
    """One-time sheets that this hall told since its day began."""
    local = now.astimezone(ZoneInfo(hall.timezone))
    began = local.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Document.objects.filter(hall_id=hall.id, kind=SHEET.code)
    return rows.filter(issued_at__gte=began, issued_at__lte=now).count()
