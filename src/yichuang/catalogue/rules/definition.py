"""The shape of one item's definition: the catalogue's own words, checked and frozen.

What is stored in an item version is this, as JSON, together with the words it uses
(`vocabulary`), so that a version explains itself whatever later becomes of the catalogue.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from .grammar import Condition, NotACondition, parse
from .values import ON_THE_SPOT, SEEN_BY_REPLACEMENT

Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]
Unit = Literal["working_day", "natural_day"]
Days = Annotated[int, Field(ge=0, le=3650)]
UNPARSABLE = "condition_unparsable"


def _condition(value: Any) -> Condition:
    if isinstance(value, Condition):
        return value
    if not isinstance(value, str):
        raise _unparsable(_("条件式应是文字"))
    try:
        return parse(value)
    except NotACondition as wrong:
        raise _unparsable(
            _("条件式“%(when)s”读不通：%(why)s") % {"when": value, "why": wrong}
        ) from wrong


def _unparsable(said: str) -> PydanticCustomError:
    return PydanticCustomError(UNPARSABLE, "{said}", {"said": said})


When = Annotated[Condition, BeforeValidator(_condition)]


class Part(BaseModel):
    """An unknown key is an error: a mistyped `when` would otherwise ask everybody."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Option(Part):
    id: Name
    text: Text


class Question(Part):
    id: Name
    text: Text
    multiple: bool = False
    min: Annotated[int, Field(ge=0, le=50)] = 1
    when: When | None = None
    options: tuple[Option, ...] = Field(min_length=1)

    @property
    def may_be_none(self) -> bool:
        """'None of these' is an answer of its own: `QUESTION=none`."""
        return self.multiple and self.min == 0


class Material(Part):
    code: Name
    name: Text
    party: Name
    need: Literal["required", "conditional", "optional"]
    tolerable: bool
    source: Literal["self", "gov", "third"]
    replace_by: tuple[Text, ...]
    form: Literal["e-form", "original", "copy", "electronic", "none"]
    copies: Annotated[int, Field(ge=0, le=50)]
    original_seen: bool
    when: When | None = None
    note: Text | None = None
    basis: Text | None = None
    carried: bool = True

    @property
    def seen_by_replacement(self) -> bool:
        """Whether a licence or share also replaces seeing the original (meta.original_seen)."""
        return not self.original_seen or SEEN_BY_REPLACEMENT in (self.note or "")


class Stop(Part):
    when: When
    outcome: Literal["not_needed", "not_yet"]
    text: Text


class LimitVariant(Part):
    when: When
    days: Days
    unit: Unit | None = None


class Limit(Part):
    days: Days | None = None
    unit: Unit | None = None
    starts: Literal["received", "submitted", "accepted", "window_end"] = "accepted"
    note: Text | None = None
    extension_days: Days | None = None
    variants: tuple[LimitVariant, ...] = ()


class Procedure(Part):
    name: Text
    kind: Name
    basis: Text
    max_days: Days
    unit: Unit
    pauses_promise: bool = False
    pauses_statute: bool = False


class Acceptance(Part):
    regime: Literal["licence", "on_the_spot", "local", "none"] = "none"
    days: Days | None = None
    at: Text | None = None
    basis: Text | None = None


class Fee(Part):
    charge: bool = False
    standard: Text | None = None
    basis: Text | None = None
    reduction: Text | None = None
    note: Text | None = None
    pay_online: bool = False
    way: tuple[Text, ...] = ()


class Result(Part):
    name: Text
    kind: Literal["证", "文"]
    e_licence: Name | None = None
    validity: Text | None = None
    sample: Text | None = None


class Online(Part):
    depth: Literal["I", "II", "III", "IV"] = "I"
    visits: Annotated[int, Field(ge=0, le=20)] = 1
    reason_if_visit: Text | None = None


class Contact(Part):
    enquiry: Text | None = None
    complaint: Text | None = None
    demonstration: bool = False


class QueueHint(Part):
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}$")]
    mean_minutes: Annotated[float, Field(gt=0, le=480)]


class Vocabulary(Part):
    """The words a version uses, copied into it when it is published."""

    parties: dict[str, str] = {}
    facts: dict[str, dict[str, Any]] = {}
    licences: dict[str, str] = {}
    shares: dict[str, str] = {}
    department: str = ""


class Definition(Part):
    id: Name
    name: Text
    dept: Name | None = None
    catalog_code: Name | None = None
    task_code: Name | None = None
    task_type: Name | None = None
    task_type_name: Text | None = None
    theme: str = ""
    service_object: str = ""
    complexity: Literal["simple", "complex"] | None = None
    case_kind: Literal["即办件", "承诺件"] | None = None
    handled_in: Literal["here", "elsewhere"] = "elsewhere"
    system: Text | None = None
    conditions: tuple[Text, ...] = ()
    parties: dict[Name, Annotated[str, StringConstraints(pattern=r"^([1-9]|0\.\.(1|n)|1\.\.n)$")]]
    questions: tuple[Question, ...] = ()
    stops: tuple[Stop, ...] = ()
    materials: tuple[Material, ...] = ()
    legal_basis: tuple[Text, ...] = ()
    acceptance: Acceptance = Acceptance()
    statutory_limit: Limit = Limit()
    promise_limit: Limit = Limit()
    special_procedures: tuple[Procedure, ...] = ()
    separation: Literal["none", "second_person", "intake_accept", "accept_review"] = "none"
    fee: Fee = Fee()
    result: Result | None = None
    online: Online = Online()
    cross_region: Literal["全市", "全省", "全国"] | None = None
    commitment_system: bool = False
    tolerance_allowed: bool = False
    defer_days: Annotated[int, Field(ge=1, le=365)] | None = None
    kiosk: bool = False
    express: bool = False
    appointment: bool = False
    queue: QueueHint | None = None
    contact: Contact = Contact()
    effective_from: Text | None = None
    confidence: Literal["high", "medium", "low"] | None = None
    note: Text | None = None
    source_row: dict[str, str] = {}
    vocabulary: Vocabulary = Vocabulary()

    @property
    def on_the_spot(self) -> bool:
        return self.case_kind == ON_THE_SPOT

    def question(self, id: str) -> Question | None:
        return next((q for q in self.questions if q.id == id), None)

    def count_of(self, role: str) -> tuple[int, int | None]:
        """Least and most of a role; a role that the item does not name may not come at all."""
        text = self.parties.get(role)
        if text is None:
            return 0, 0
        low, _sign, high = text.partition("..")
        return int(low), None if high == "n" else int(high or low)

    def role_name(self, role: str) -> str:
        text = self.vocabulary.parties.get(role, role)
        return text.split("（")[0]
