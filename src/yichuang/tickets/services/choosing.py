"""The one statement that calls: whoever rules.choose() would choose is taken, and nobody twice.

The counter's row is locked first and must be free; the ticket is locked on its own alias with
its state and version on it, so one that somebody else just took or changed falls out. Rows
locked by others are skipped; when that leaves nobody though somebody waits, the best one's row
is waited for alone and let go again, then the look is repeated: nobody ever holds one ticket
while waiting for another, so callers cannot lock each other out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from yichuang.kit.ids import new_id
from yichuang.kit.locks import short_wait, try_again

from ..flow import FLOW
from ..order import FIRST, FREE_COUNTER, HEADS, ORDER

_TAKE = f""", pick AS (
  SELECT h.*
  FROM heads h JOIN tickets_ticket t ON t.id = h.id
  WHERE t.state = %(source)s AND t.version = h.version
  ORDER BY {FIRST}
  LIMIT 1
  FOR UPDATE OF t SKIP LOCKED
), called AS (
  UPDATE tickets_ticket t
  SET state = %(target)s, at_counter_id = mine.counter_id, counter_id = mine.counter_id,
    called_at = %(now)s, recalled_at = NULL, recalls = 0, started_at = NULL, served_seconds = 0,
    call_id = %(call)s, version = t.version + 1,
    why = jsonb_build_object('tier', pick.tier, 'front', pick.front, 'minutes', floor(pick.minutes),
      'head_start', pick.head_start, 'points', round(pick.points::numeric, 3),
      'people', pick.people, 'queues', (SELECT count(DISTINCT queue_id) FROM pool),
      'ahead_waited', pick.ahead_must_wait)
  FROM pick CROSS JOIN mine
  WHERE t.id = pick.id
  RETURNING t.id
), taken AS (
  UPDATE tickets_counterstate c
  SET current_ticket_id = pick.id, last_ahead = pick.tier IN (1, 2)
  FROM pick WHERE c.counter_id = %(counter)s
), noted AS (
  INSERT INTO tickets_call
    (id, hall_id, ticket_id, queue_id, counter_id, membership_id, called_at, outcome)
  SELECT %(call)s, mine.hall_id, pick.id, pick.queue_id, mine.counter_id, mine.membership_id,
    %(now)s, ''
  FROM pick CROSS JOIN mine
)
SELECT mine.hall_id, called.id FROM mine LEFT JOIN called ON true
"""
STATEMENT = FREE_COUNTER + ORDER + _TAKE
# The best as committed, whoever holds it at this moment.
BEST = (
    FREE_COUNTER
    + ORDER
    + f"""
SELECT h.id FROM heads h
ORDER BY {FIRST}
LIMIT 1
"""
)

(CALL,) = FLOW.table["call"]
SOURCE, TARGET = CALL.sources[0], CALL.target
LOOKS = 8


@dataclass(frozen=True)
class Choice:
    """`free`: the counter was this person's, open and without a ticket."""

    free: bool
    ticket_id: UUID | None = None


def take_best(counter_id: UUID, membership_id: UUID | None, now: datetime) -> Choice:
    """Call the best waiting ticket to this counter; in the transaction of the caller."""
    values = {
        "counter": counter_id,
        "membership": membership_id,
        "now": now,
        "source": SOURCE,
        "target": TARGET,
        "call": new_id(),
        "heads": HEADS,
    }
    choice = _look(values)
    if not choice.free or choice.ticket_id is not None:
        return choice
    with short_wait():
        for _again in range(LOOKS):
            held = _best(values)
            if held is None:
                return choice
            _wait_for(held)
            choice = _look(values)
            if choice.ticket_id is not None:
                return choice
        raise try_again()


def _look(values: dict[str, Any]) -> Choice:
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        row = cursor.fetchone()
    return Choice(False) if row is None else Choice(True, row[1])


def _best(values: dict[str, Any]) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(BEST, values)
        row = cursor.fetchone()
    return None if row is None else row[0]


def _wait_for(ticket_id: UUID) -> None:
    """Until whoever holds the row has committed; going back to the savepoint lets it go again."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM tickets_ticket WHERE id = %s FOR UPDATE", [ticket_id])
        transaction.set_rollback(True)
