"""Life-event packages (一件事): their shape, what is wrong in them, and their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from .conditions import Chosen, Fact
from .definition import Definition, Material, Name, Part, Question, Text, Unit, When
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


def package_faults(
    package: PackageDefinition, items: Mapping[str, Definition], facts: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """(code, sentence) of everything that keeps the package from being published."""
    refs = [step.ref for step in package.steps]
    for ref in dict.fromkeys(r for r in refs if refs.count(r) > 1):
        yield "step_repeated", f"事项 {ref} 列了两次"
    for step in package.steps:
        yield from _step_faults(package, step, items, facts, refs)
    if _circular(package):
        yield "steps_circular", "步骤互相等待，排不出先后"


def _step_faults(
    package: PackageDefinition,
    step: PackageStep,
    items: Mapping[str, Definition],
    facts: Mapping[str, object],
    refs: list[str],
) -> Iterator[tuple[str, str]]:
    item = items.get(step.ref)
    if item is None:
        yield "item_undeclared", f"没有事项 {step.ref}"
    for name in (n for group in step.alternatives() for n in group):
        if name not in refs:
            yield "step_undeclared", f"{step.ref} 要等的 {name} 不在这件事里"
    if (step.mode == "if") != (step.when is not None):
        yield "condition_missing", f"{step.ref}：mode 为 if 时须写 when，否则不写"
    if step.when:
        yield from _condition_faults(package, step.when, facts)
    for question, option in step.answers.items() if item else ():
        asked = item.question(question) if item else None
        if asked is None or all(o.id != option for o in asked.options):
            yield "answer_undeclared", f"{step.ref} 没有“{question}={option}”这个选项"


def _condition_faults(
    package: PackageDefinition, when: Condition, facts: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    for atom in when.atoms():
        if isinstance(atom, Chosen):
            options = {o.id for q in package.questions if q.id == atom.question for o in q.options}
            if atom.option not in options:
                yield "condition_undeclared", f"“{when.text}”用了没有的题或选项"
        elif not isinstance(atom, Fact) or atom.name not in facts:
            yield "condition_undeclared", f"“{when.text}”用了没有声明的事实或角色"


def _circular(package: PackageDefinition) -> bool:
    """Whether some step can never start, taking every alternative that could come first."""
    waiting = {step.ref: step.alternatives() for step in package.steps}
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
