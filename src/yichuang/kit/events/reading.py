"""A stream of events read back, newest first."""

from collections.abc import Sequence
from uuid import UUID

from .models import Event
from .writing import ACCESS, MAIN

STREAMS = (MAIN, ACCESS)


def events_before(
    hall_id: UUID, stream: str = MAIN, *, before: int | None = None, limit: int = 50
) -> Sequence[Event]:
    """At most `limit` events of the stream, those just below the number `before`; None: the last."""
    rows = Event.objects.filter(hall_id=hall_id, stream=stream)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return list(rows.order_by("-seq")[:limit])
