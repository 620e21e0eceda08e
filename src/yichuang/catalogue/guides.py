"""A guide in plain words: can I, what to bring, how long, how much, how it goes. Pure.

Sentences made here have at most 25 characters; the catalogue's own words stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .rules import (
    Definition,
    Holding,
    Line,
    Material,
    Party,
    Question,
    RequirementList,
    StopSign,
    Term,
    base_term,
    condition_words,
    requirements,
    term_of,
)


@dataclass(frozen=True)
class GuideLine:
    """One material as it is told: what, in which form, whose, and why."""

    code: str
    name: str
    who: str
    how: str
    why: str
    note: str
    perhaps: bool = False
    optional: bool = False
    instead: str = ""


@dataclass(frozen=True)
class Facts:
    visits: str
    at_counter: str
    fee: str
    how_long: str
    fee_reduction: str = ""


@dataclass(frozen=True)
class Step:
    title: str
    text: str


@dataclass(frozen=True)
class Guide:
    code: str
    name: str
    department: str
    theme: str
    who_for: str
    handled_in: str
    system: str
    conditions: tuple[str, ...]
    questions: tuple[Question, ...]
    bring: tuple[GuideLine, ...]
    perhaps: tuple[GuideLine, ...]
    not_bring: tuple[GuideLine, ...]
    optional: tuple[GuideLine, ...]
    stops: tuple[StopSign, ...]
    unanswered: tuple[Question, ...]
    facts: Facts
    steps: tuple[Step, ...]
    result: str
    result_validity: str
    sample: str
    special: tuple[Step, ...]
    basis: tuple[str, ...]
    enquiry: str
    complaint: str
    demonstration: bool
    complete: bool  # an imported item has no materials: ask at the counter


def guide(
    definition: Definition,
    scenarios: Iterable[str] = (),
    parties: Sequence[Party] = (),
    holdings: Sequence[Holding] = (),
    *,
    on: date,
    complete: bool = False,
) -> Guide:
    """The guide of a version, personal as far as scenarios and parties are told."""
    scenarios = tuple(scenarios)
    asked = requirements(definition, scenarios, parties, holdings, on=on, complete=complete)
    bring, perhaps, not_bring, optional = grouped(asked)
    term = term_of(definition, definition.promise_limit, scenarios, parties, complete=complete)
    result = definition.result
    return Guide(
        code=definition.id,
        name=definition.name,
        department=definition.vocabulary.department,
        theme=definition.theme,
        who_for=definition.service_object.replace(",", "、"),
        handled_in=definition.handled_in,
        system=definition.system or "",
        conditions=definition.conditions,
        questions=definition.questions,
        bring=bring,
        perhaps=perhaps,
        not_bring=not_bring,
        optional=optional,
        stops=asked.stops,
        unanswered=asked.unanswered,
        facts=_facts(definition, term),
        steps=_steps(definition, term),
        result=result.name if result else "",
        result_validity=(result.validity or "") if result else "",
        sample=(result.sample or "") if result else "",
        special=_special(definition),
        basis=definition.legal_basis,
        enquiry=definition.contact.enquiry or "",
        complaint=definition.contact.complaint or "",
        demonstration=definition.contact.demonstration,
        complete=bool(definition.materials),
    )


Group = tuple[GuideLine, ...]


def grouped(asked: RequirementList) -> tuple[Group, Group, Group, Group]:
    """Lines to bring, perhaps to bring, not to bring, and those one may leave at home."""
    bring: list[GuideLine] = []
    perhaps: list[GuideLine] = []
    not_bring: list[GuideLine] = []
    optional: list[GuideLine] = []
    for line in asked.lines:
        nothing = line.form == "e-form" or not line.carried
        settled = line.fulfilled_by and not line.still_shown
        if (nothing or settled) and not line.undecided:
            group = not_bring
        elif line.undecided:
            group = perhaps
        else:
            group = optional if line.optional else bring
        group.append(_guide_line(line))
    return tuple(bring), tuple(perhaps), tuple(not_bring), tuple(optional)


def _guide_line(line: Line) -> GuideLine:
    return GuideLine(
        code=line.code,
        name=line.name,
        who=line.party_name,
        how=how_to_bring(line),
        why=line.why,
        note=line.note,
        perhaps=line.undecided,
        optional=line.optional,
        instead=line.instead,
    )


def how_to_bring(line: Line | Material) -> str:
    """'原件，看完就还' and the like, from form, copies and whether the original is seen."""
    if isinstance(line, Line) and line.fulfilled_by and not line.still_shown:
        return _("已能核验，不用带")
    if not line.carried:
        return _("不用您带，由机构之间核对")
    copies = line.copies
    if line.form == "e-form":
        return _("窗口帮您填好，您签名")
    if line.form == "none":
        return _("带原件，看完就还")
    if line.form == "electronic":
        return _("交电子版")
    if line.form == "original":
        return _("交原件") if copies <= 1 else _("交原件%(n)s份") % {"n": copies}
    text = ngettext("交复印件%(n)s份", "交复印件%(n)s份", copies) % {"n": copies}
    return text + (_("，带原件核对") if line.original_seen else _("，窗口可代扫"))


_STARTS = {
    "received": gettext_lazy("从收到材料算"),
    "submitted": gettext_lazy("从交申请表算"),
    "accepted": gettext_lazy("从受理算"),
    "window_end": gettext_lazy("从受理期结束算"),
}


def term_in_words(term: Term) -> str:
    """'当场办好', '15个工作日内', '没有规定'."""
    if term.days is None:
        return _("没有规定")
    if term.days == 0:
        return _("当场办好")
    if term.unit == "natural_day":
        return _("%(n)s天内") % {"n": term.days}
    return _("%(n)s个工作日内") % {"n": term.days}


def term_with_start(term: Term) -> str:
    words = term_in_words(term)
    return f"{words}，{_STARTS[term.starts]}" if term.days else words


def _facts(definition: Definition, term: Term) -> Facts:
    visits = definition.online.visits
    minutes = definition.queue.mean_minutes if definition.queue else None
    online = definition.online.depth == "IV" and visits == 0
    return Facts(
        visits=_("网上也能办，来窗口跑1次") if online else _("跑%(n)s次") % {"n": max(visits, 1)},
        at_counter=_("约%(n)s分钟") % {"n": round(minutes)} if minutes else "",
        fee=_fee(definition),
        how_long=term_with_start(term),
        fee_reduction=definition.fee.reduction or "",
    )


def _fee(definition: Definition) -> str:
    fee = definition.fee
    if not definition.materials:
        return _("以窗口告知为准")
    return (fee.standard or _("收费，标准问窗口")) if fee.charge else _("不收费")


def _steps(definition: Definition, term: Term) -> tuple[Step, ...]:
    counter = _("核对材料，您签名确认")
    if definition.separation == "intake_accept":
        counter = _("窗口收下材料，交给部门受理")
    steps = [
        Step(_("取号"), _("手机、自助机、导办台都可以")),
        Step(_("到窗口"), counter),
    ]
    if definition.fee.charge:
        steps.append(Step(_("缴费"), _("可用：") + "、".join(definition.fee.way)))
    if term.days:
        steps.append(Step(_("等结果"), term_in_words(term)))
    steps.append(Step(_("拿结果"), _result_words(definition, term)))
    return tuple(steps)


def _result_words(definition: Definition, term: Term) -> str:
    if definition.express and term.days:
        return _("来窗口取，也可以邮寄")
    return _("当场给您") if term.days == 0 else _("来窗口取")


def _special(definition: Definition) -> tuple[Step, ...]:
    """What is different for whom, read from the parties and conditions of the item."""
    found = []
    if "agent" in definition.parties:
        found.append(Step(_("请人代办"), _names(definition, "agent") or _("可以，代办人要登记")))
    if "guardian" in definition.parties:
        found.append(Step(_("由监护人陪同"), _names(definition, "guardian")))
    if "handler" in definition.parties:
        found.append(Step(_("单位派人来办"), _names(definition, "handler")))
    for variant in definition.promise_limit.variants:
        base = base_term(definition.promise_limit)
        term = Term(variant.days, variant.unit or base.unit, base.starts)
        words = condition_words(variant.when.node, definition)
        found.append(Step(_("时限不同"), f"{words}：{term_in_words(term)}"))
    if definition.tolerance_allowed and definition.defer_days:
        text = _("次要的可先办，%(n)s个工作日内补") % {"n": definition.defer_days}
        found.append(Step(_("材料一时不齐"), text))
    if definition.commitment_system:
        found.append(Step(_("开不出证明"), _("有的可以书面承诺代替，问窗口")))
    return tuple(found)


def _names(definition: Definition, role: str) -> str:
    """Names of the papers that come with a role."""
    names = [
        m.name
        for m in definition.materials
        if m.party == role or (m.when and f"{role}" in m.when.text.split())
    ]
    return _("另带：") + "、".join(dict.fromkeys(names)) if names else ""
