"""Answers of the JSON API for tickets (api.md). Names may be added, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from yichuang.kit.api.schemas import Schema


class TicketItem(Schema):
    id: str
    name: str


class RangeOut(Schema):
    low: int
    high: int


class CounterPlace(Schema):
    id: UUID
    number: int
    name: str
    zone: str
    floor: str
    direction: str


class QueuePlace(Schema):
    id: UUID
    code: str
    prefix: str
    name: str
    zone: str
    floor: str
    seat_hint: str


class ClosingOut(Schema):
    """Service today is doubtful: minutes until the hall closes (0: closed), and words."""

    minutes: int
    title: str
    text: str
    another_day: str


class TicketOut(Schema):
    """`wait` is null when no open counter serves its queue; `ahead` is told as 'at most'.

    The last five only for the holder and for staff.
    """

    id: str
    number: str
    hall: str
    item: TicketItem | None
    purpose: str
    state: str
    arrived: bool
    issued_at: datetime
    called_at: datetime | None
    counter: CounterPlace | None
    ahead: int
    wait: RangeOut | None
    why: str
    state_name: str
    day: date
    version: int
    queue: QueuePlace
    started_at: datetime | None
    ended_at: datetime | None
    recalls: int
    quiet_recalls: int
    priority: bool
    front: str
    slip: str
    closing: ClosingOut | None = None
    actions: list[str] | None = None
    needs: list[str] | None = None
    needs_proven: bool | None = None
    scenarios: list[str] | None = None
    for_another: bool | None = None


class Told(Schema):
    code: str
    detail: str


class TakenOut(TicketOut):
    """`secret` and `rating_key` only for a citizen, and only in this answer."""

    secret: str | None = None
    rating_key: str | None = None
    warnings: list[Told] = []


class CounterSkill(Schema):
    id: UUID
    code: str
    prefix: str
    name: str


class CounterOut(Schema):
    id: UUID
    number: int
    name: str
    zone: str
    skills: list[CounterSkill]
    state: Literal["closed", "open", "paused"]
    reason: str
    ticket: TicketOut | None
    mine: bool


class QueueState(Schema):
    id: UUID
    code: str
    prefix: str
    name: str
    stopped: bool
    stopped_reason: str


class BoardOut(Schema):
    """`code` only for machines and guides; never a ticket's id."""

    hall: str
    name: str
    now: datetime
    today: date
    level: Literal["green", "yellow", "orange", "red"]
    waiting: int
    calls: list[dict[str, Any]]
    passed: list[str]
    queues: list[dict[str, Any]]
    counters: list[dict[str, Any]]
    code: str | None = None
