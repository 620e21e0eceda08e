"""Answers of the JSON API for items, and what is asked with an address."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from yichuang.kit.api.schemas import Schema

Text = Annotated[str, Field(max_length=200)]


class OptionOut(Schema):
    id: str
    text: str


class QuestionOut(Schema):
    id: str
    text: str
    multiple: bool
    min: int
    when: str | None
    options: list[OptionOut]


class MaterialOut(Schema):
    code: str
    name: str
    party: str
    need: str
    when: str | None
    form: str
    copies: int
    original_seen: bool
    replace_by: list[str]
    note: str


class TermOut(Schema):
    days: int | None
    unit: str
    starts: str
    words: str


class FeeOut(Schema):
    charge: bool
    standard: str | None
    basis: str | None
    way: list[str]


class PackageOut(Schema):
    id: str
    name: str


class ItemOut(Schema):
    id: str
    code: str
    name: str
    department: str
    theme: str
    version: int
    effective_from: str
    origin: str
    handled_in: str
    system: str
    case_kind: str | None
    conditions: list[str]
    questions: list[QuestionOut]
    materials: list[MaterialOut]
    parties: dict[str, str]
    legal_basis: list[str]
    promise_limit: TermOut
    statutory_limit: TermOut
    fee: FeeOut
    visits: int
    result: str
    enquiry: str
    complaint: str
    packages: list[PackageOut]
    findings: list[str]


class Asked(Schema):
    scenario: list[Text] = Field(
        [],
        max_length=60,
        description="OPTION, QUESTION=OPTION, or QUESTION=none where nothing need be chosen",
    )
    party: list[Text] = Field(
        [],
        max_length=60,
        description="a role of the case; once one is named, those not named are absent",
    )
    fact: list[Text] = Field(
        [],
        max_length=100,
        description="NAME:VALUE of the applicant, ROLE.NAME:VALUE of another party",
    )
    on: date | None = None


class StopOut(Schema):
    outcome: str = Field(description="not_needed or not_yet")
    text: str


class RequirementOut(Schema):
    code: str
    name: str
    party: str = Field(description="role of the party who holds it")
    party_ref: str
    party_name: str
    need: str = Field(description="as in the catalogue: required, conditional, optional")
    undecided: bool
    form: str
    copies: int
    original_seen: bool
    replace_by: list[str]
    why: str
    note: str
    instead: str = Field(description="kind of identity paper that is shown instead")
    waits_for: list[str] = Field(description="what decides it: q.…, fact.… or a role")
    also: list[str] = Field(description="lines of the same paper of the same person")


class OpenFactOut(Schema):
    party: str
    name: str
    text: str
    source: str


class RequirementsOut(Schema):
    requirements: list[RequirementOut]
    stops: list[StopOut]
    unanswered: list[str] = Field(description="ids of questions that arise and were skipped")
    open_facts: list[OpenFactOut]
