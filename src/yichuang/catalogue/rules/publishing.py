"""What keeps an item from being published, and what is only warned of (domain.md §2).

Every check yields all it finds: a catalogue is refused with the whole list at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from .conditions import Chosen, Fact, Role
from .definition import Definition, Material
from .grammar import Condition
from .limits import terms_together

REFUSAL, WARNING = "refusal", "warning"


@dataclass(frozen=True)
class Finding:
    level: str
    where: str
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}：{self.text}"


@dataclass(frozen=True)
class Register:
    """What the catalogue declares beside its items."""

    parties: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    departments: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    licences: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    shares: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


Fault = tuple[str, str]
Check = Callable[[Definition, Register], Iterator[Fault]]
_NEEDED = {
    "dept": "主管部门",
    "case_kind": "办件类型",
    "legal_basis": "依据",
    "materials": "材料",
    "result": "结果",
    "queue": "取号队列",
}


def refusals(item: Definition, register: Register) -> Iterator[Finding]:
    for check in REFUSALS:
        for code, text in check(item, register):
            yield Finding(REFUSAL, item.id, code, text)


def warnings(item: Definition, register: Register) -> Iterator[Finding]:
    for check in WARNINGS:
        for code, text in check(item, register):
            yield Finding(WARNING, item.id, code, text)


def _complete(item: Definition, register: Register) -> Iterator[Fault]:
    for key, name in _NEEDED.items():
        if not getattr(item, key):
            yield "field_missing", f"没有写{name}（{key}）"
    if item.dept and item.dept not in register.departments:
        yield "department_undeclared", f"没有部门 {item.dept}"
    if "applicant" not in item.parties:
        yield "party_undeclared", "parties 里没有申请人（applicant）"
    if item.handled_in == "elsewhere" and not item.system:
        yield "system_missing", "在外部系统办理，但没有写是哪个系统"


def _limits(item: Definition, register: Register) -> Iterator[Fault]:
    terms = list(terms_together(item.promise_limit, item.statutory_limit))
    on_the_spot = item.case_kind == "即办件"
    for when, promise, statute in terms:
        case = f"（{when}时）" if when else ""
        if on_the_spot and (promise.days or 0) > 0:
            yield "on_the_spot_with_limit", f"即办件的承诺时限应是0，现为{promise.days}{case}"
        ours, law = promise.working_days, statute.working_days
        if ours is not None and law is not None and ours > law:
            yield "promise_over_statute", f"承诺{ours}个工作日，超过法定的{law}个{case}"
    for limit, name in ((item.promise_limit, "承诺"), (item.statutory_limit, "法定")):
        if limit.days is not None and limit.unit is None:
            yield "unit_missing", f"{name}时限没有写单位"


def _visits(item: Definition, register: Register) -> Iterator[Fault]:
    online = item.online
    if online.depth == "IV" and online.visits > 0:
        yield "visits_at_depth_iv", f"全程网办（IV）到场次数应是0，现为{online.visits}"
    if online.visits > 0 and not online.reason_if_visit:
        yield "visit_without_reason", "要到场，却没有写原因"


def _fees(item: Definition, register: Register) -> Iterator[Fault]:
    names = {"basis": "依据", "standard": "标准", "way": "缴费方式"}
    missing = [name for key, name in names.items() if not getattr(item.fee, key)]
    if item.fee.charge and missing:
        yield "fee_incomplete", f"收费，却没有写{'、'.join(missing)}"


def _result(item: Definition, register: Register) -> Iterator[Fault]:
    result = item.result
    if result and result.e_licence:
        if result.e_licence not in register.licences:
            yield "licence_undeclared", f"结果的电子证照 {result.e_licence} 没有声明"
        if result.kind != "证":
            yield "result_not_licence", "结果是证照，种类却不是“证”"


def _commitment(item: Definition, register: Register) -> Iterator[Fault]:
    for material in item.materials:
        if "COMMIT" in material.replace_by and not item.commitment_system:
            yield "commitment_not_open", f"{material.code} 可承诺代替，但本事项不实行告知承诺"
    if item.tolerance_allowed and item.defer_days is None:
        yield "defer_days_missing", "可容缺，却没有写补交期限（defer_days）"


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
    group, _, code = kind.partition(":")
    declared = {"LIC": register.licences, "SHARE": register.shares}.get(group, {}).get(code)
    if declared is None:
        return "replacement_undeclared", f"{material.code} 的代替方式 {kind} 没有声明"
    if material.name == "授权委托书" and kind != "SHARE:S-AUTH":
        return (
            "authorisation_replaced",
            f"{material.code} 授权委托书只可用电子授权代替，不可用 {kind}",
        )
    covers = declared.get("covers") or ([declared.get("name")] if group == "LIC" else [])
    if material.name not in (covers if isinstance(covers, list) else []):
        return "replacement_not_covering", f"{kind} 不能代替“{material.name}”（{material.code}）"
    return None


def _conditions(item: Definition, register: Register) -> Iterator[Fault]:
    for when in _whens(item):
        for atom in when.atoms():
            wrong = _undeclared(atom, item, register)
            if wrong:
                yield "condition_undeclared", f"条件式“{when.text}”：{wrong}"
    for material in item.materials:
        if (material.need == "conditional") != (material.when is not None):
            yield "condition_missing", f"{material.code}：有条件的材料须写 when，其他不写"


def _whens(item: Definition) -> Iterator[Condition]:
    variants = (*item.promise_limit.variants, *item.statutory_limit.variants)
    maybe = (*(q.when for q in item.questions), *(m.when for m in item.materials))
    yield from (when for when in maybe if when)
    yield from (stop.when for stop in item.stops)
    yield from (variant.when for variant in variants)


def _undeclared(atom: Chosen | Fact | Role, item: Definition, register: Register) -> str | None:
    match atom:
        case Chosen(name, option):
            asked = item.question(name)
            if asked is None:
                return f"没有提问 {name}"
            known = any(o.id == option for o in asked.options)
            return None if known else f"提问 {name} 没有选项 {option}"
        case Fact(name, compare):
            if name not in register.facts:
                return f"没有声明事实 {name}"
            number = register.facts[name].get("type") == "int"
            return None if number == bool(compare) else f"事实 {name} 的比较方式不对"
        case Role(name):
            return None if name in item.parties else f"本事项没有角色 {name}"


def _names(item: Definition, register: Register) -> Iterator[Fault]:
    for role in dict.fromkeys([*item.parties, *(m.party for m in item.materials)]):
        if role not in register.parties:
            yield "party_undeclared", f"没有声明当事方 {role}"
        elif role not in item.parties:
            yield "party_undeclared", f"有 {role} 的材料，但本事项的 parties 里没有"
    options = [o.id for q in item.questions for o in q.options]
    for kind, names in (
        ("提问", [q.id for q in item.questions]),
        ("选项", options),
        ("材料", [m.code for m in item.materials]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield "id_repeated", f"{kind}编号 {name} 用了{count}次"
    for question in item.questions:
        if question.min > (len(question.options) if question.multiple else 1):
            yield "question_min", f"提问 {question.id} 至少选的数目超过了选项"
        order = [q.id for q in item.questions]
        for atom in question.when.atoms() if question.when else ():
            later = isinstance(atom, Chosen) and atom.question in order[order.index(question.id) :]
            if later:
                yield "question_order", f"提问 {question.id} 的条件用了它自己或后面的题"


def _samples(item: Definition, register: Register) -> Iterator[Fault]:
    if item.result and not item.result.sample:
        yield "sample_missing", "没有结果样本"


def _phones(item: Definition, register: Register) -> Iterator[Fault]:
    contact = item.contact
    if not contact.enquiry:
        yield "phone_missing", "没有咨询电话"
    if not contact.complaint:
        yield "phone_missing", "没有投诉电话"
    if contact.enquiry and contact.enquiry == contact.complaint:
        yield "phones_equal", "咨询电话和投诉电话相同"


def _guide(item: Definition, register: Register) -> Iterator[Fault]:
    parts = {"conditions": "办理条件", "theme": "主题", "service_object": "服务对象"}
    for key, name in parts.items():
        if not getattr(item, key):
            yield "guide_part_missing", f"办事指南没有{name}"
    if item.promise_limit.days is None:
        yield "guide_part_missing", "办事指南没有承诺时限"


def _same_line(item: Definition, register: Register) -> Iterator[Fault]:
    counts = Counter((m.name, m.party, m.when.text if m.when else "") for m in item.materials)
    for (name, party, _when), count in counts.items():
        if count > 1:
            yield "material_repeated", f"同一当事方（{party}）的“{name}”列了{count}次"


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
)
WARNINGS: tuple[Check, ...] = (_samples, _phones, _guide, _same_line)
