"""What the JSON API for tickets takes in (api.md). Names may be added, never changed."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from yichuang.kit.api.schemas import Schema

# PostgreSQL keeps no NUL character.
Word = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^\x00]*$")]
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class Identity(Schema):
    type: Word
    number: Word = ""


class Principal(Schema):
    name: Line
    identity: Identity | None = None
    phone: Word = ""


class TakeBody(Schema):
    model_config = ConfigDict(populate_by_name=True)

    item: Word | None = None
    purpose: Literal["handle", "ask", "supply", "collect", "pay", "report"] = "handle"
    scenarios: list[Word] = Field(default_factory=list, max_length=40)
    identity: Identity | None = None
    phone: Word | None = None
    represents: Principal | None = Field(default=None, alias="for")
    needs: list[Word] = Field(default_factory=list, max_length=20)
    code: Word | None = None
    channel: Literal["kiosk", "guide", "desk", "phone", "web"]


class ReasonBody(Schema):
    reason: Line | None = None


class CodeBody(Schema):
    code: Word = ""


class TransferBody(Schema):
    queue: UUID | None = None
    counter: UUID | None = None
    reason: Line


class ItemBody(Schema):
    item: Word
    scenarios: list[Word] = Field(default_factory=list, max_length=40)


class MatterBody(Schema):
    item: Word


class UrgentBody(Schema):
    reason: Line
    approved_by: Line


class StopBody(Schema):
    reason: Line = ""
