"""Which printer a slip goes to."""

from __future__ import annotations

from uuid import UUID

from .models import Printer


def printer_for(hall_id: UUID, *, machine: str = "", zone_id: UUID | None = None) -> Printer | None:
    """The machine's own, else one of the zone, else one that belongs to none; None: no printer.

    A printer that belongs to another machine or zone is never chosen.
    """
    rows = Printer.objects.filter(hall_id=hall_id, enabled=True).order_by("name")
    best: tuple[int, Printer] | None = None
    for row in rows:
        if row.machine:
            rank = 0 if row.machine == machine else None
        elif row.zone_id:
            rank = 1 if row.zone_id == zone_id else None
        else:
            rank = 2
        if rank is not None and (best is None or rank < best[0]):
            best = (rank, row)
    return best[1] if best else None
