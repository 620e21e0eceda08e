"""Gap-free serial numbers: one row per hall, series and period, taken late."""

from uuid import UUID

from django.db import connection

_NEXT = """
INSERT INTO kit_serial (hall_id, series, period, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (hall_id, series, period) DO UPDATE SET last = kit_serial.last + 1
RETURNING last
"""
# The same as the first part of a statement that uses `(SELECT last FROM numbered)`: NULL while
# the numbers are held for what the last value names. Seen when the row is locked, not before.
NUMBERED = """WITH numbered AS (
  INSERT INTO kit_serial (hall_id, series, period, last) VALUES (%s, %s, %s, 1)
  ON CONFLICT (hall_id, series, period) DO UPDATE SET last = kit_serial.last + 1
  WHERE kit_serial.held_for IS DISTINCT FROM %s
  RETURNING last
)"""
# The row is made where nobody has a number yet: what is not there cannot be held.
_HOLD = """
INSERT INTO kit_serial (hall_id, series, period, last, held_for) VALUES (%s, %s, %s, 0, %s)
ON CONFLICT (hall_id, series, period) DO UPDATE SET held_for = EXCLUDED.held_for
"""
_FREE = "UPDATE kit_serial SET held_for = NULL WHERE hall_id = %s AND held_for = %s"


def next_number(hall_id: UUID, series: str, period: str) -> int:
    """The next serial from 1. The row stays locked until the transaction ends: call it last."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [hall_id, series, period])
        return int(cursor.fetchone()[0])


def hold_numbers(hall_id: UUID, series: str, period: str, held_for: UUID) -> None:
    """No number of this series to `held_for` any more: who has one is waited for, who asks gets
    NULL from NUMBERED. `next_number` asks for nobody and is not held."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [hall_id, series, period, held_for])


def free_numbers(hall_id: UUID, held_for: UUID) -> None:
    """Whatever was held for it, of any day."""
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [hall_id, held_for])
