"""The write block: the transaction, and its events appended last.

The hall's head row is taken by the last statement, so commit order is number order and a
missing number is a lost row (design.md §1). Nested blocks of one hall join the outer one.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from ..actors import Actor
from ..cursors import run
from .names import require_declared

INSTALLATION = UUID(int=0)
MAIN, ACCESS = "main", "access"

# The head first: whoever waits for it holds no number and no kept answer yet.
_HEAD = """
WITH head AS (
    INSERT INTO kit_eventhead (hall_id, stream, seq) VALUES (%(hall)s, %(stream)s, %(n)s)
    ON CONFLICT (hall_id, stream) DO UPDATE SET seq = kit_eventhead.seq + %(n)s
    RETURNING seq
)"""
_ROWS = """
INSERT INTO kit_event (hall_id, stream, seq, at, name, subject, version, actor, data, topics)
SELECT %(hall)s, %(stream)s, head.seq - %(n)s + row.ord, row.at, row.name, row.subject,
       row.version, row.actor, row.data, row.topics
FROM head, ROWS FROM (jsonb_to_recordset(%(rows)s::jsonb) AS (
    at timestamptz, name text, subject text, version int, actor text, data jsonb, topics text[]
)) WITH ORDINALITY AS row(at, name, subject, version, actor, data, topics, ord)
"""
_APPEND = _HEAD + _ROWS
# To be followed by a statement that selects `FROM told`: one row, when the events are in.
_COUNTED = ", rows AS (" + _ROWS + " RETURNING 1)"
APPENDED = _HEAD + _COUNTED + ", told AS (SELECT count(*) FROM rows)"  # noqa: S608 - of constants


# For a statement that changes one row and tells of it itself: to follow its part `said`, which
# is that row's event or nothing. Before it runs: append_first().
TELLING = """, head AS (
  INSERT INTO kit_eventhead (hall_id, stream, seq) SELECT hall_id, 'main', 1 FROM said
  ON CONFLICT (hall_id, stream) DO UPDATE SET seq = kit_eventhead.seq + 1
  RETURNING seq
), event AS (
  INSERT INTO kit_event (hall_id, stream, seq, at, name, subject, version, actor, data, topics)
  SELECT s.hall_id, 'main', head.seq, s.at, s.name, s.subject, s.version, s.actor, s.data, s.topics
  FROM said s CROSS JOIN head
)"""


class Writer:
    """Collects the events of one transaction."""

    def __init__(self, hall_id: UUID, stream: str = MAIN) -> None:
        self.hall_id, self.stream = hall_id, stream
        self.rows: list[dict[str, Any]] = []

    def add(
        self,
        name: str,
        *,
        subject: object,
        actor: Actor,
        now: datetime,
        version: int = 1,
        data: dict[str, Any] | None = None,
        topics: Iterable[str] = (),
    ) -> None:
        """`data` holds no personal values. An undeclared name or key is a KeyError."""
        require_declared(name, data or ())
        self.rows.append(
            {
                "at": now.isoformat(),
                "name": name,
                "subject": str(subject),
                "version": version,
                "actor": actor.ref,
                "data": data or {},
                "topics": list(dict.fromkeys(topics)),
            }
        )

    def append(self) -> None:
        """At once, or with the last statement of the request."""
        held = _request.get()
        if not self.rows or (held and self.stream != ACCESS and held.takes(self)):
            return
        self.append_now()

    def append_now(self) -> None:
        run(_APPEND, self.values())

    def values(self) -> dict[str, Any]:
        """What APPENDED needs."""
        return {
            "hall": self.hall_id,
            "stream": self.stream,
            "n": len(self.rows),
            "rows": json.dumps(self.rows, default=str),
        }


class Held:
    """What a request's transaction still has to write: events with its last statement; readings
    just before them, or, where it is rolled back, together with the refusal after its end."""

    def __init__(self) -> None:
        self.events: dict[tuple[UUID, str], Writer] = {}
        self.accesses: list[Writer] = []

    def takes(self, writer: Writer) -> bool:
        """Not inside a savepoint: going back to it must take the events along."""
        if any(connection.savepoint_ids):
            return False
        stream = (writer.hall_id, writer.stream)
        here = self.events.setdefault(stream, Writer(*stream))
        here.rows += writer.rows
        return True

    def last(self) -> Writer | None:
        """All but one stream's events are appended; those go into the caller's own statement."""
        writers = [self.events[stream] for stream in sorted(self.events)]
        self.events = {}
        for writer in writers[:-1]:
            writer.append_now()
        return writers[-1] if writers else None

    def record_accesses(self) -> None:
        """In the request's transaction while it lasts, else in one of their own."""
        for writer in self.accesses:
            _append_alone(writer)
        self.accesses = []


_open: ContextVar[tuple[Writer, ...]] = ContextVar("writers", default=())
# Set while the edge holds a transaction that it rolls back as a whole on a refusal.
_request: ContextVar[Held | None] = ContextVar("request", default=None)
_undone: ContextVar[list[Writer] | None] = ContextVar("undone", default=None)


@contextmanager
def write(hall_id: UUID | None, stream: str = MAIN) -> Iterator[Writer]:
    """One transaction on one hall; None is the installation (catalogue, login, tokens).

    A block of another hall or stream inside is an error: two heads would be locked in no fixed
    order. A stream of its own has what would tell its minute between the hall's other events.
    """
    hall_id = hall_id or INSTALLATION
    outer = _open.get()
    if outer and connection.in_atomic_block:
        if (outer[-1].hall_id, outer[-1].stream) != (hall_id, stream):
            raise RuntimeError("a transaction writes the events of one hall and stream")
        yield outer[-1]
        return
    writer = Writer(hall_id, stream)
    mark = _open.set((writer,))
    try:
        with transaction.atomic(savepoint=_request.get() is None):
            yield writer
            writer.append()
    finally:
        _open.reset(mark)


def record_access(
    hall_id: UUID | None,
    name: str,
    *,
    subject: object,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Readings, refusals and attempts: a stream of its own, in its own transaction.

    While the edge holds the request's transaction, or undoes what a page shows as refused, it
    waits for the end: what was refused, or read before a refusal, is kept though the rest is
    rolled back.
    """
    writer = Writer(hall_id or INSTALLATION, ACCESS)
    writer.add(name, subject=subject, actor=actor, now=now, data=data)
    held, undone = _request.get(), _undone.get()
    if held:
        held.accesses.append(writer)
    elif undone is not None:
        undone.append(writer)
    else:
        _append_alone(writer)


@contextmanager
def recorded_afterwards() -> Iterator[None]:
    """Around a transaction that may be undone: what record_access is told inside is kept."""
    told: list[Writer] = []
    mark = _undone.set(told)
    try:
        yield
    finally:
        _undone.reset(mark)
        for writer in told:
            _append_alone(writer)


def times_recorded(hall_id: UUID, name: str, *, subject: object, since: datetime) -> int:
    """How often record_access was told this of a subject."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM kit_event WHERE hall_id = %s AND subject = %s AND stream = %s"
            " AND name = %s AND at > %s",
            [hall_id, str(subject), ACCESS, name, since],
        )
        return int(cursor.fetchone()[0])


def _append_alone(writer: Writer) -> None:
    with transaction.atomic():
        writer.append()


def append_held() -> None:
    """Before a savepoint: what came first gets the lower numbers."""
    held = _request.get()
    last = held.last() if held else None
    if last:
        last.append_now()


def append_first() -> None:
    """Before a statement that tells of itself: what came first gets the lower numbers."""
    append_held()
    for writer in _open.get():
        if writer.rows:
            writer.append_now()
            writer.rows = []


@contextmanager
def request_transaction() -> Iterator[Held]:
    """One transaction for a whole request; the caller records its accesses."""
    held = Held()
    mark = _request.set(held)
    try:
        with transaction.atomic():
            yield held
            if not connection.needs_rollback:
                append_held()
    finally:
        _request.reset(mark)
