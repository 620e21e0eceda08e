"""Life-event packages (一件事): their shape, what is wrong in them, and their counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field

from .conditions import Chosen, Fact
from .definition import Definition, Material, Name, Part, Question, Text, Unit, When
from .findings import Fault
from .grammar import Condition


class PackageStep(Part):
    """`after`: steps that must be done first; 'A|B' is satisfied by either."""

    ref: Name
    mode: Literal["always", "if", "optional"]
    after: tuple[Text, ...] = ()
    when: When | None = None
    answers: dict[Name, Name] = {}
    note: Text | None = None

    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(name.strip() for name in text.split("|")) for text in self.after)


class PackageLimit(Part):
    days: int = Field(ge=0, le=365)
    unit: Unit
    note: Text | None = None


class PackageDefinition(Part):
    id: Name
    name: Text
    lead_dept: Name
    target: Text
    guide_questions: tuple[Text, ...] = ()
    questions: tuple[Question, ...] = ()
    steps: tuple[PackageStep, ...] = Field(min_length=1)
    external_steps: tuple[Text, ...] = ()
    one_form_fields: tuple[Text, ...] = ()
    limit: PackageLimit
    delivery: Text | None = None
    rules: tuple[Text, ...] = ()
    counts: dict[str, int] = {}
    source: Text | None = None


@dataclass(frozen=True)
class Known:
    """What a package may name. `unread`: items that are there but could not be read whole."""

    items: Mapping[str, Definition]
    unread: Collection[str]
    departments: Collection[str]
    facts: Collection[str]


def package_faults(package: PackageDefinition, known: Known) -> Iterator[Fault]:
    """Everything that keeps the package from being published."""
    if package.lead_dept not in known.departments:
        text = _("没有部门 %(code)s") % {"code": package.lead_dept}
        yield Fault("department_undeclared", text, ("lead_dept",))
    refs = [step.ref for step in package.steps]
    for ref in dict.fromkeys(r for r in refs if refs.count(r) > 1):
        yield Fault("step_repeated", _("事项 %(ref)s 列了两次") % {"ref": ref})
    for step in package.steps:
        yield from _step_faults(package, step, known, refs)
    if _circular(package):
        text = _("步骤互相等待，排不出先后")
        yield Fault("steps_circular", text, ("steps", "steps.after"))


def _step_faults(
    package: PackageDefinition, step: PackageStep, known: Known, refs: list[str]
) -> Iterator[Fault]:
    item = known.items.get(step.ref)
    if item is None and step.ref not in known.unread:
        yield Fault("item_undeclared", _("没有事项 %(ref)s") % {"ref": step.ref})
    for name in (n for group in step.alternatives() for n in group):
        if name not in refs:
            text = _("%(ref)s 要等的 %(name)s 不在这件事里") % {"ref": step.ref, "name": name}
            yield Fault("step_undeclared", text, ("steps",))
    if (step.mode == "if") != (step.when is not None):
        text = _("%(ref)s：mode 为 if 时须写 when，否则不写") % {"ref": step.ref}
        yield Fault("condition_missing", text)
    if step.when:
        yield from _condition_faults(package, step.when, known.facts)
    for question, option in step.answers.items() if item else ():
        asked = item.question(question) if item else None
        if asked is None or all(o.id != option for o in asked.options):
            words = {"ref": step.ref, "answer": f"{question}={option}"}
            text = _("%(ref)s 没有“%(answer)s”这个选项") % words
            yield Fault("answer_undeclared", text)


def _condition_faults(
    package: PackageDefinition, when: Condition, facts: Collection[str]
) -> Iterator[Fault]:
    words = {"when": when.text}
    for atom in when.atoms():
        if isinstance(atom, Chosen):
            options = {o.id for q in package.questions if q.id == atom.question for o in q.options}
            if atom.option not in options:
                text = _("“%(when)s”用了没有的题或选项") % words
                yield Fault("condition_undeclared", text, ("questions", "questions.options"))
        elif not isinstance(atom, Fact) or atom.name not in facts:
            text = _("“%(when)s”用了没有声明的事实或角色") % words
            yield Fault("condition_undeclared", text)


def _circular(package: PackageDefinition) -> bool:
    """Whether some step can never start, taking every alternative that could come first."""
    refs = {step.ref for step in package.steps}
    waiting = {  # an undeclared step is a fault of its own
        step.ref: [group for group in step.alternatives() if refs.intersection(group)]
        for step in package.steps
    }
    done: set[str] = set()
    while ready := [r for r, groups in waiting.items() if all(done & {*g} for g in groups)]:
        for ref in ready:
            done.add(ref)
            del waiting[ref]
    return bool(waiting)


def counted(package: PackageDefinition, items: Mapping[str, Definition]) -> dict[str, int]:
    """The counts as meta.counts_help defines them."""
    lines = [m for s in package.steps if s.ref in items for m in items[s.ref].materials]
    unique: dict[tuple[str, str], list[Material]] = {}
    for line in lines:
        unique.setdefault((line.name, line.party), []).append(line)
    brought = [same for same in unique.values() if all(map(_brought, same))]
    return {
        "items": len(package.steps),
        "materials_separate": len(lines),
        "materials_unique": len(unique),
        "materials_no_substitute": len(brought),
    }


def _brought(material: Material) -> bool:
    return material.form != "e-form" and not material.replace_by
