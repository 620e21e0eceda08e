"""What the JSON API for cases takes in (api.md)."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from unicodedata import category
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, StrictBool, StrictInt

from yichuang.kit.api.schemas import Schema

from .parties import PartyGiven
from .rules import Mark


def _printable(text: str) -> str:
    """Signs that no database or paper takes: control characters and lone surrogates."""
    if any(category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in text):
        raise ValueError(_("含有不能用的字符"))
    return text


Word = Annotated[str, Field(max_length=140), AfterValidator(_printable)]
Line = Annotated[str, Field(max_length=200), AfterValidator(_printable)]


class CaseIdentity(Schema):
    type: Word
    number: Word = ""


class CasePartyIn(Schema):
    role: Word
    kind: Word = "person"
    name: Line
    identity: CaseIdentity | None = None
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


class CaseMaterial(MarkIn):
    state: Word = "checked"


class CaseIn(Schema):
    item: Word
    scenarios: list[Word] = Field(default=[], max_length=60)
    parties: list[CasePartyIn] = Field(default=[], max_length=60)
    ticket: Word | None = None
    materials: list[CaseMaterial] = Field(default=[], max_length=400)
    outside_number: Line = ""


class MarksIn(Schema):
    marks: list[MarkIn] = Field(max_length=400)


class AnswersIn(Schema):
    """`scenarios` replaces the answers so far; `facts` by party ref."""

    scenarios: list[Word] = Field(default=[], max_length=60)
    facts: dict[Word, dict[Word, StrictBool | StrictInt]] = Field(default={}, max_length=60)


class OutsideIn(Schema):
    outside_number: Line


class CaseReason(Schema):
    reason: Line = ""


class SheetIn(Schema):
    """`case`: its list and marks; else the newest draft of `ticket`; else the item's own list."""

    item: Word
    scenarios: list[Word] = Field(default=[], max_length=60)
    ticket: Word | None = None
    case: UUID | None = None
    marks: list[MarkIn] = Field(default=[], max_length=400)
