"""Gap-free serial numbers: one row per hall, series and period, taken late."""

from uuid import UUID

from django.db import connection

_NEXT = """
INSERT INTO kit_serial (hall_id, series, period, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (hall_id, series, period) DO UPDATE SET last = kit_serial.last + 1
RETURNING last
"""
# The same as the first part of a statement that uses `(SELECT last FROM numbered)`.
NUMBERED = f"WITH numbered AS ({_NEXT})"


def next_number(hall_id: UUID, series: str, period: str) -> int:
    """The next serial from 1. The row stays locked until the transaction ends: call it last."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [hall_id, series, period])
        return int(cursor.fetchone()[0])
