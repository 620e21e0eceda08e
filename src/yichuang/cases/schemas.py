"""Bodies and answers of the JSON API for cases (api.md)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from unicodedata import category
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field, StrictBool, StrictInt

from .parties import PartyGiven
from .rules import Mark


def _printable(text: str) -> str:
    """Signs that no database or paper takes: control characters and lone surrogates."""
    if any(category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in text):
        raise ValueError("含有不能用的字符")
    return text


Word = Annotated[str, Field(max_length=140), AfterValidator(_printable)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_printable)]


class IdentityIn(Schema):
    type: Word
    number: Word = ""


class PartyIn(Schema):
    role: Word
    kind: Word = "person"
    name: Line
    identity: IdentityIn | None = None
    phone: Word = ""
    acts_for: Word = ""
    facts: dict[Word, StrictBool | StrictInt] = Field(default={}, max_length=40)

    def given(self) -> PartyGiven:
        identity = (self.identity.type, self.identity.number) if self.identity else None
        return PartyGiven(
            self.role, self.kind, self.name, identity, self.phone, self.acts_for, self.facts
        )


class MarkIn(Schema):
    """A line by its `id`, or by `code` (and `party` where several give the same)."""

    id: Word = ""
    code: Word = ""
    party: Word = ""
    state: Word
    reason: Line = ""
    evidence: Line = ""
    due: date | None = None

    def given(self) -> Mark:
        return Mark(self.state, self.id, self.code, self.party, self.reason, self.evidence)


class MaterialIn(MarkIn):
    state: Word = "checked"


class CaseIn(Schema):
    item: Word
    scenarios: list[Word] = Field(default=[], max_length=60)
    parties: list[PartyIn] = Field(default=[], max_length=60)
    ticket: Word | None = None
    materials: list[MaterialIn] = Field(default=[], max_length=400)
    outside_number: Line = ""


class MarksIn(Schema):
    marks: list[MarkIn] = Field(max_length=400)


class AnswersIn(Schema):
    """`scenarios` replaces the answers so far; `facts` by party ref."""

    scenarios: list[Word] = Field(default=[], max_length=60)
    facts: dict[Word, dict[Word, StrictBool | StrictInt]] = Field(default={}, max_length=60)


class OutsideIn(Schema):
    outside_number: Line


class ReasonIn(Schema):
    reason: Line = ""


class SheetIn(Schema):
    """`case`: its list and marks; else the newest draft of `ticket`; else the item's own list."""

    item: Word
    scenarios: list[Word] = Field(default=[], max_length=60)
    ticket: Word | None = None
    case: UUID | None = None
    marks: list[MarkIn] = Field(default=[], max_length=400)


class ItemRef(Schema):
    id: str
    code: str
    name: str


class IdentityOut(Schema):
    type: str
    number: str = Field(description="masked: one character at each end")


class PartyOut(Schema):
    id: UUID
    ref: str
    role: str
    role_name: str
    kind: str
    name: str
    identity: IdentityOut | None
    phone: str
    acts_for: str
    facts: dict[str, bool | int]


class RequirementOut(Schema):
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


class StopOut(Schema):
    outcome: str
    text: str
    sure: bool


class OptionOut(Schema):
    id: str
    text: str


class QuestionOut(Schema):
    id: str
    text: str
    multiple: bool
    options: list[OptionOut]


class TermOut(Schema):
    days: int | None
    unit: str | None
    starts: str


class ClockOut(Schema):
    received_at: datetime
    regime: str
    accept_by: date | None
    provisional: bool
    promise: TermOut
    stopped_at: datetime | None


class DocumentOut(Schema):
    code: str
    kind: str
    title: str
    number: str
    state: str
    url: str


class WarningOut(Schema):
    party: str
    code: str
    detail: str


class CaseOut(Schema):
    id: UUID
    version: int
    item: ItemRef
    state: str
    state_name: str
    number: str | None
    handled_in: str
    system: str
    outside_number: str
    ticket: str | None
    scenarios: list[str]
    opened_at: datetime
    parties: list[PartyOut]
    requirements: list[RequirementOut]
    gaps: int
    stops: list[StopOut]
    unanswered: list[QuestionOut]
    clock: ClockOut | None
    documents: list[DocumentOut]
    allowed: list[str]
    warnings: list[WarningOut]


class SheetOut(DocumentOut):
    id: UUID
    issued_at: datetime
    pdf: str
