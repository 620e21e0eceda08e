"""Answers of the JSON API for cases (api.md)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from yichuang.kit.api.schemas import Schema


class CaseItem(Schema):
    id: str
    code: str
    name: str


class MaskedIdentity(Schema):
    type: str
    number: str = Field(description="masked: one character at each end")


class CasePartyOut(Schema):
    id: UUID
    ref: str
    role: str
    role_name: str
    kind: str
    name: str
    identity: MaskedIdentity | None
    phone: str
    acts_for: str
    facts: dict[str, bool | int]


class CaseRequirement(Schema):
    id: UUID
    code: str
    name: str
    party: str
    party_name: str
    need: str
    undecided: bool
    state: str
    state_name: str
    reason: str
    evidence: str
    grade: str | None
    form: str
    copies: int
    original_seen: bool
    replace_by: list[str]
    why: str
    note: str
    marked_at: datetime | None


class CaseStop(Schema):
    outcome: str
    text: str
    sure: bool


class CaseOption(Schema):
    id: str
    text: str


class CaseQuestion(Schema):
    id: str
    text: str
    multiple: bool
    options: list[CaseOption]


class CaseTerm(Schema):
    days: int | None
    unit: str | None
    starts: str


class CaseClock(Schema):
    received_at: datetime
    regime: str
    accept_by: date | None
    provisional: bool
    promise: CaseTerm
    stopped_at: datetime | None


class CaseDocument(Schema):
    code: str
    kind: str
    title: str
    number: str
    state: str
    url: str


class CaseWarning(Schema):
    party: str
    code: str
    detail: str


class CaseOut(Schema):
    id: UUID
    version: int
    item: CaseItem
    state: str
    state_name: str
    number: str | None
    handled_in: str
    system: str
    outside_number: str
    ticket: str | None
    scenarios: list[str]
    opened_at: datetime
    parties: list[CasePartyOut]
    requirements: list[CaseRequirement]
    gaps: int
    stops: list[CaseStop]
    unanswered: list[CaseQuestion]
    clock: CaseClock | None
    documents: list[CaseDocument]
    allowed: list[str]
    warnings: list[CaseWarning]


class SheetOut(CaseDocument):
    id: UUID
    issued_at: datetime
    pdf: str
