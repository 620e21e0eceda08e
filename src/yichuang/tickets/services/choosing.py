"""The one statement that calls: whoever rules.choose() would choose is taken, and nobody twice.

The counter's row is locked first and must be free; the ticket is locked on its own alias with
its state and version on it, so one that somebody else just took or changed falls out. Rows
locked by others are skipped; when that leaves nobody though somebody waits, the best one's row
is waited for alone and let go again, then the look is repeated: nobody ever holds one ticket
while waiting for another, so callers cannot lock each other out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction

from yichuang.kit.actors import Actor
from yichuang.kit.events import TELLING, append_first
from yichuang.kit.ids import new_id
from yichuang.kit.locks import short_wait, try_again
from yichuang.kit.prepared import Prepared

from .. import events
from ..fetching import full_tickets
from ..flow import FLOW
from ..models import Ticket
from ..order import FIRST, FREE_COUNTER, HEADS, ORDER

_TAKE = f""", pick AS (
  SELECT h.*
  FROM heads h JOIN tickets_ticket t ON t.id = h.id
  WHERE t.state = %(source)s AND t.version = h.version AND NOT h.not_now
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
      'people', pick.people, 'queues', pick.queues, 'ahead_waited', pick.ahead_waited,
      'plain', pick.plain, 'anew', t.counts_from > t.issued_at)
  FROM pick CROSS JOIN mine
  WHERE t.id = pick.id
  RETURNING t.*
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
), said AS (
  SELECT t.hall_id, t.called_at AS at, %(event)s AS name, t.id::text AS subject, t.version,
    %(actor)s AS actor, jsonb_build_object('number', t.number, 'queue', q.code,
      'counter', c.number, 'priority', t.tier IN (1, 2), 'why', t.why) AS data,
    ARRAY['hall:' || mine.hall, 'ticket:' || t.public_id, 'counter:' || t.counter_id] AS topics
  FROM called t CROSS JOIN mine
  JOIN served q ON q.id = t.queue_id JOIN places_counter c ON c.id = t.counter_id
)"""
# What follows reads the ticket that was called, with all it points to (its counter's row as it
# was before).
_READ = ", tickets_ticket AS (SELECT * FROM called) "
CALLED: Prepared[Ticket] = Prepared(
    full_tickets, before=FREE_COUNTER + ORDER + _TAKE + TELLING + _READ
)
# The best as committed, whoever holds it at this moment.
BEST = (
    FREE_COUNTER
    + ORDER
    + f"""
SELECT (SELECT h.id FROM heads h WHERE NOT h.not_now ORDER BY {FIRST} LIMIT 1) FROM mine
"""
)

(CALL,) = FLOW.table["call"]
SOURCE, TARGET = CALL.sources[0], CALL.target
LOOKS = 8


class NotFree(Exception):
    """The counter is not this person's, not open, or has a ticket."""


def take_best(actor: Actor, counter_id: UUID, now: datetime) -> Ticket | None:
    """Call the best waiting ticket to this counter, and tell of it.

    None: nobody waits whom they may call. Raises NotFree.
    """
    values = {
        "counter": counter_id,
        "membership": actor.membership_id,
        "actor": actor.ref,
        "event": events.CALLED,
        "now": now,
        "source": SOURCE,
        "target": TARGET,
        "call": new_id(),
        "heads": HEADS,
    }
    append_first()
    if called := CALLED.one(**values):
        return called
    with transaction.atomic(), short_wait():
        for _again in range(LOOKS):
            held = _best(values)
            if held is None:
                return None
            _wait_for(held)
            if called := CALLED.one(**values):
                return called
        raise try_again()


def _best(values: dict[str, Any]) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(BEST, values)
        row = cursor.fetchone()
    if row is None:
        raise NotFree
    return cast("UUID | None", row[0])


def _wait_for(ticket_id: UUID) -> None:
    """Until whoever holds the row has committed; going back to the savepoint lets it go again."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM tickets_ticket WHERE id = %s FOR UPDATE", [ticket_id])
        transaction.set_rollback(True)
