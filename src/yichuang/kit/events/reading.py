"""A stream of events read back, newest first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from .models import Event
from .writing import ACCESS, MAIN

STREAMS = (MAIN, ACCESS)


@dataclass(frozen=True)
class Wanted:
    """Of a stream: events from a moment on and before another, of these names; None: of all."""

    since: datetime | None = None
    until: datetime | None = None
    names: Collection[str] | None = None


def events_before(
    hall_id: UUID,
    stream: str = MAIN,
    *,
    before: int | None = None,
    limit: int = 50,
    wanted: Wanted | None = None,
) -> Sequence[Event]:
    """At most `limit` events of the stream, those just below the number `before`; None: the last."""
    rows = Event.objects.filter(hall_id=hall_id, stream=stream)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if wanted and wanted.since:
        rows = rows.filter(at__gte=wanted.since)
    if wanted and wanted.until:
        rows = rows.filter(at__lt=wanted.until)
    if wanted and wanted.names is not None:
        rows = rows.filter(name__in=list(wanted.names))
    return list(rows.order_by("-seq")[:limit])
