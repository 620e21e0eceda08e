"""What keeps an item from being published (domain.md §2).

Every check yields all it finds: a catalogue is refused with the whole list at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .conditions import Chosen, Fact, Role
from .definition import Definition, Material
from .findings import REFUSAL, Check, Fault, Finding, Register, found
from .grammar import Condition
from .limits import terms_together
from .values import AUTHORISATION, CERTIFICATE

_NEEDED = {
    "dept": gettext_lazy("主管部门"),
    "case_kind": gettext_lazy("办件类型"),
    "legal_basis": gettext_lazy("依据"),
    "materials": gettext_lazy("材料"),
    "result": gettext_lazy("结果"),
    "queue": gettext_lazy("取号队列"),
}
_FEE = {
    "basis": gettext_lazy("依据"),
    "standard": gettext_lazy("标准"),
    "way": gettext_lazy("缴费方式"),
}
_LIMITS = {"promise_limit": gettext_lazy("承诺"), "statutory_limit": gettext_lazy("法定")}
_COMPARED = tuple(f"{limit}.{part}" for limit in _LIMITS for part in ("days", "unit", "variants"))


def refusals(
    item: Definition, register: Register, unread: Collection[str] = ()
) -> Iterator[Finding]:
    """`unread`: parts that stand in the file but could not be read (shaping.py)."""
    return found(REFUSAL, REFUSALS, item, register, unread)


def _complete(item: Definition, register: Register) -> Iterator[Fault]:
    for key, name in _NEEDED.items():
        if not getattr(item, key):
            text = _("没有写%(part)s（%(key)s）") % {"part": name, "key": key}
            yield Fault("field_missing", text, (key,))
    if item.dept and item.dept not in register.departments:
        yield Fault("department_undeclared", _("没有部门 %(code)s") % {"code": item.dept})
    if "applicant" not in item.parties:
        text = _("parties 里没有申请人（applicant）")
        yield Fault("party_undeclared", text, ("parties",))
    if item.handled_in == "elsewhere" and not item.system:
        text = _("在外部系统办理，但没有写是哪个系统")
        yield Fault("system_missing", text, ("system", "handled_in"))


def _limits(item: Definition, register: Register) -> Iterator[Fault]:
    for when, promise, statute in terms_together(item.promise_limit, item.statutory_limit):
        case = _("（%(when)s时）") % {"when": when} if when else ""
        if item.on_the_spot and (promise.days or 0) > 0:
            words = {"days": promise.days, "case": case}
            text = _("即办件的承诺时限应是0，现为%(days)s%(case)s") % words
            yield Fault("on_the_spot_with_limit", text)
        ours, law = promise.working_days, statute.working_days
        if ours is not None and law is not None and ours > law:
            words = {"ours": ours, "law": law, "case": case}
            text = _("承诺%(ours)s个工作日，超过法定的%(law)s个%(case)s") % words
            yield Fault("promise_over_statute", text, _COMPARED)
    for key, name in _LIMITS.items():
        limit = getattr(item, key)
        if limit.days is not None and limit.unit is None:
            text = _("%(which)s时限没有写单位") % {"which": name}
            yield Fault("unit_missing", text, (f"{key}.unit",))


def _visits(item: Definition, register: Register) -> Iterator[Fault]:
    online = item.online
    if online.depth == "IV" and online.visits > 0:
        text = _("全程网办（IV）到场次数应是0，现为%(visits)s") % {"visits": online.visits}
        yield Fault("visits_at_depth_iv", text, ("online.visits",))
    if online.visits > 0 and not online.reason_if_visit:
        parts = ("online.visits", "online.reason_if_visit")
        yield Fault("visit_without_reason", _("要到场，却没有写原因"), parts)


def _fees(item: Definition, register: Register) -> Iterator[Fault]:
    missing = {key: str(name) for key, name in _FEE.items() if not getattr(item.fee, key)}
    if item.fee.charge and missing:
        text = _("收费，却没有写%(parts)s") % {"parts": "、".join(missing.values())}
        yield Fault("fee_incomplete", text, tuple(f"fee.{key}" for key in missing))


def _result(item: Definition, register: Register) -> Iterator[Fault]:
    result = item.result
    if result and result.e_licence:
        if result.e_licence not in register.licences:
            text = _("结果的电子证照 %(code)s 没有声明") % {"code": result.e_licence}
            yield Fault("licence_undeclared", text)
        if result.kind != CERTIFICATE:
            yield Fault("result_not_licence", _("结果是证照，种类却不是“证”"))


def _commitment(item: Definition, register: Register) -> Iterator[Fault]:
    for material in item.materials:
        if "COMMIT" in material.replace_by and not item.commitment_system:
            words = {"code": material.code}
            text = _("%(code)s 可承诺代替，但本事项不实行告知承诺") % words
            yield Fault("commitment_not_open", text, ("commitment_system",))
    if item.tolerance_allowed and item.defer_days is None:
        text = _("可容缺，却没有写补交期限（defer_days）")
        yield Fault("defer_days_missing", text, ("defer_days",))


def _replacements(item: Definition, register: Register) -> Iterator[Fault]:
    for material in item.materials:
        for kind in material.replace_by:
            fault = _replacement_fault(material, kind, register)
            if fault:
                yield fault


def _replacement_fault(material: Material, kind: str, register: Register) -> Fault | None:
    """A replacement covers the whole line; an authorisation only by an e-authorisation."""
    if kind == "COMMIT":
        return None
    group, _sign, code = kind.partition(":")
    declared = {"LIC": register.licences, "SHARE": register.shares}.get(group, {}).get(code)
    words = {"code": material.code, "kind": kind, "name": material.name}
    if declared is None:
        return Fault("replacement_undeclared", _("%(code)s 的代替方式 %(kind)s 没有声明") % words)
    if material.name == AUTHORISATION and kind != "SHARE:S-AUTH":
        text = _("%(code)s 授权委托书只可用电子授权代替，不可用 %(kind)s") % words
        return Fault("authorisation_replaced", text)
    covers = declared.get("covers") or ([declared.get("name")] if group == "LIC" else [])
    if material.name not in (covers if isinstance(covers, list) else []):
        text = _("%(kind)s 不能代替“%(name)s”（%(code)s）") % words
        return Fault("replacement_not_covering", text)
    return None


def _conditions(item: Definition, register: Register) -> Iterator[Fault]:
    for when in _whens(item):
        for atom in when.atoms():
            wrong = _undeclared(atom, item, register)
            if wrong:
                words = {"when": when.text, "wrong": wrong.text}
                text = _("条件式“%(when)s”：%(wrong)s") % words
                yield wrong._replace(text=text)
    for material in item.materials:
        if (material.need == "conditional") != (material.when is not None):
            text = _("%(code)s：有条件的材料须写 when，其他不写") % {"code": material.code}
            yield Fault("condition_missing", text)


def _whens(item: Definition) -> Iterator[Condition]:
    variants = (*item.promise_limit.variants, *item.statutory_limit.variants)
    maybe = [m.when for m in item.materials] + [q.when for q in item.questions]
    yield from (when for when in maybe if when)
    yield from (stop.when for stop in item.stops)
    yield from (variant.when for variant in variants)


def _undeclared(atom: Chosen | Fact | Role, item: Definition, register: Register) -> Fault | None:
    text = ""
    rests_on: tuple[str, ...] = ()
    match atom:
        case Chosen(name, option):
            asked = item.question(name)
            words = {"question": name, "option": option}
            rests_on = ("questions", "questions.options")
            if asked is None:
                text = _("没有提问 %(question)s") % words
            elif all(o.id != option for o in asked.options):
                text = _("提问 %(question)s 没有选项 %(option)s") % words
        case Fact(name, compare):
            declared = register.facts.get(name)
            if declared is None:
                text = _("没有声明事实 %(fact)s") % {"fact": name}
            elif (declared.get("type") == "int") != bool(compare):
                text = _("事实 %(fact)s 的比较方式不对") % {"fact": name}
        case Role(name):
            rests_on = ("parties",)
            text = "" if name in item.parties else _("本事项没有角色 %(role)s") % {"role": name}
    return Fault("condition_undeclared", text, rests_on) if text else None


def _names(item: Definition, register: Register) -> Iterator[Fault]:
    for role in dict.fromkeys([*item.parties, *(m.party for m in item.materials)]):
        if role not in register.parties:
            text = _("没有声明当事方 %(role)s") % {"role": role}
            yield Fault("party_undeclared", text)
        elif role not in item.parties:
            text = _("有 %(role)s 的材料，但本事项的 parties 里没有") % {"role": role}
            yield Fault("party_undeclared", text, ("parties",))
    options = [o.id for q in item.questions for o in q.options]
    for kind, names in (
        (_("提问"), [q.id for q in item.questions]),
        (_("选项"), options),
        (_("材料"), [m.code for m in item.materials]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                words = {"kind": kind, "name": name, "count": count}
                yield Fault("id_repeated", _("%(kind)s编号 %(name)s 用了%(count)s次") % words)


def _questions(item: Definition, register: Register) -> Iterator[Fault]:
    order = [q.id for q in item.questions]
    for question in item.questions:
        words = {"question": question.id}
        if question.min > (len(question.options) if question.multiple else 1):
            text = _("提问 %(question)s 至少选的数目超过了选项") % words
            yield Fault("question_min", text, ("questions.options", "questions.multiple"))
        for atom in question.when.atoms() if question.when else ():
            later = isinstance(atom, Chosen) and atom.question in order[order.index(question.id) :]
            if later:
                text = _("提问 %(question)s 的条件用了它自己或后面的题") % words
                yield Fault("question_order", text)


REFUSALS: tuple[Check, ...] = (
    _complete,
    _limits,
    _visits,
    _fees,
    _result,
    _commitment,
    _replacements,
    _conditions,
    _names,
    _questions,
)
