"""Documents given out for cases, and sheets that were told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yichuang.kit.documents.models import Document
from yichuang.kit.events.models import Event
from yichuang.places.models import Hall

from .. import events
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


def sheets_told(hall: Hall, since: datetime, until: datetime) -> int:
    """How many one-time sheets this hall told from `since` to before `until`."""
    rows = Event.objects.filter(hall_id=hall.id, name=events.SHEET_TOLD)
    return rows.filter(at__gte=since, at__lt=until).count()
