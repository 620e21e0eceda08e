"""A catalogue file read whole: its parts, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import yaml
from django.utils.translation import gettext as _

from .rules.definition import Definition
from .rules.findings import REFUSAL, WARNING, Finding, Register
from .rules.packages import Known, PackageDefinition, counted, package_faults
from .rules.publishing import refusals
from .rules.warning import warnings
from .shaping import shaped

_TOO_MANY = 10_000_000


@dataclass
class Catalogue:
    """`named`: every item the file has, also one that cannot be read and so is not in `items`."""

    register: Register = field(default_factory=Register)
    named: set[str] = field(default_factory=set)
    items: dict[str, Definition] = field(default_factory=dict)
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    packages: dict[str, PackageDefinition] = field(default_factory=dict)
    package_entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def refusals(self) -> list[Finding]:
        return [f for f in self.findings if f.level == REFUSAL]

    @property
    def warnings(self) -> list[Finding]:
        return [f for f in self.findings if f.level == WARNING]

    def refuse(self, where: str, code: str, text: str) -> None:
        self.findings.append(Finding(REFUSAL, where, code, text))


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A key written twice would silently lose the first: an error here. In C where built."""


def _mapping(loader: _Loader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    keys = [key.value for key, _node in node.value]
    for (key, _node), name in zip(node.value, keys, strict=True):
        if keys.count(name) > 1:
            problem = _("“%(name)s”写了两次") % {"name": name}
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_catalogue(text: str) -> Catalogue:
    """Never raises for what stands in the file: look at `refusals`."""
    catalogue = Catalogue()
    data = _yaml(text, catalogue)
    if data is None:
        return catalogue
    catalogue.register = _register(data, catalogue)
    for position, entry in enumerate(_list(data, "items", catalogue)):
        _item(entry, f"items[{position + 1}]", catalogue)
    for position, entry in enumerate(_list(data, "packages", catalogue)):
        _package(entry, f"packages[{position + 1}]", catalogue)
    if not catalogue.named and not catalogue.refusals:
        catalogue.refuse("items", "no_items", _("文件里没有事项"))
    return catalogue


def _yaml(text: str, catalogue: Catalogue) -> dict[str, Any] | None:
    if len(text) > _TOO_MANY:
        catalogue.refuse(_("文件"), "too_large", _("文件超过1000万字"))
        return None
    try:
        data = yaml.load(text, _Loader)  # noqa: S506 a SafeLoader with one check more
    except (yaml.YAMLError, RecursionError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        where = _("第%(line)s行") % {"line": mark.line + 1} if mark else _("文件")
        problem = getattr(wrong, "problem", None) or _("不是 YAML")
        catalogue.refuse(where, "not_yaml", _("读不了：%(why)s") % {"why": problem})
        return None
    if not isinstance(data, dict) or not isinstance(data.get("meta", {}), dict):
        said = _("应有 meta、departments、items 等部分")
        catalogue.refuse(_("文件"), "not_a_catalogue", said)
        return None
    return data


def _list(data: Mapping[str, Any], key: str, catalogue: Catalogue) -> list[Any]:
    value = data.get(key) or []
    if not isinstance(value, list):
        catalogue.refuse(key, "not_a_list", _("应是列表"))
        return []
    return value


def _register(data: Mapping[str, Any], catalogue: Catalogue) -> Register:
    enums = data.get("meta", {}).get("enums")
    enums = enums if isinstance(enums, dict) else {}

    def words(key: str) -> dict[str, Any]:
        value = enums.get(key)
        if not isinstance(value, dict):
            catalogue.refuse(f"meta.enums.{key}", "enum_missing", _("没有声明"))
            return {}
        return {str(name): text for name, text in value.items()}

    def rows(key: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for position, row in enumerate(_list(data, key, catalogue)):
            where = f"{key}[{position + 1}]"
            if not isinstance(row, dict) or not row.get("code") or not row.get("name"):
                catalogue.refuse(where, "field_missing", _("没有写编号或名称"))
            elif str(row["code"]) in found:
                catalogue.refuse(where, "id_repeated", _("编号 %(code)s 用了两次") % row)
            else:
                found[str(row["code"])] = row
        return found

    facts = {k: v for k, v in words("fact").items() if isinstance(v, dict)}
    register = Register(
        parties={k: str(v) for k, v in words("party").items()},
        facts=facts,
        departments=rows("departments"),
        licences=rows("licences"),
        shares=rows("data_shares"),
    )
    owners = [(r, "issuer") for r in register.licences.values()]
    owners += [(r, "provider") for r in register.shares.values()]
    for row, key in owners:
        if row.get(key) not in register.departments:
            text = _("没有部门 %(code)s") % {"code": row.get(key)}
            catalogue.refuse(str(row["code"]), "department_undeclared", text)
    return register


def _name(entry: Any, where: str) -> str:
    return str(entry["id"]) if isinstance(entry, dict) and entry.get("id") else where


def _item(entry: Any, where: str, catalogue: Catalogue) -> None:
    name = _name(entry, where)
    repeated = name in catalogue.named
    if repeated:
        catalogue.refuse(name, "id_repeated", _("事项编号用了两次"))
    catalogue.named.add(name)
    entry = _with_vocabulary(entry, catalogue.register)
    found = shaped(Definition, entry)
    for code, text in found.faults:
        catalogue.refuse(name, code, text)
    definition = found.value
    if definition is None:
        return
    if definition.effective_from and not effective_moment(definition.effective_from):
        catalogue.refuse(name, "field_wrong", _("effective_from 应是带时区的时刻"))
    for check in (refusals, warnings):
        for finding in check(definition, catalogue.register, found.unread):
            catalogue.findings.append(replace(finding, where=name))
    if not found.unread and not repeated:
        catalogue.items[name] = definition
        catalogue.entries[name] = entry


def effective_moment(text: str) -> datetime | None:
    """ISO 8601 with a zone: an item is effective from a date and a time (domain.md §2)."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _with_vocabulary(entry: Any, register: Register) -> Any:
    """The words this item uses, so that its version explains itself."""
    if not isinstance(entry, dict):
        return entry
    text = str(entry)
    facts = {k: dict(v) for k, v in register.facts.items() if f"fact.{k}" in text}
    # Facts that imply a used one are read as well.
    facts |= {k: dict(v) for k, v in register.facts.items() if v.get("implies") in facts}
    department = register.departments.get(str(entry.get("dept")), {})
    named = {
        "parties": {k: v for k, v in register.parties.items() if f"'{k}'" in text},
        "facts": facts,
        "licences": _used(register.licences, "LIC:", text),
        "shares": _used(register.shares, "SHARE:", text),
        "department": str(department.get("name", "")),
    }
    return {**entry, "vocabulary": named}


def _used(rows: Mapping[str, Mapping[str, object]], kind: str, text: str) -> dict[str, str]:
    return {code: str(row["name"]) for code, row in rows.items() if f"'{kind}{code}'" in text}


def _package(entry: Any, where: str, catalogue: Catalogue) -> None:
    name = _name(entry, where)
    found = shaped(PackageDefinition, entry)
    for code, text in found.faults:
        catalogue.refuse(name, code, text)
    package = found.value
    if package is None:
        return
    if "steps" in found.unread:
        package = package.model_copy(update={"steps": ()})
    if name in catalogue.packages:
        catalogue.refuse(name, "id_repeated", _("一件事编号用了两次"))
    unread = catalogue.named - {*catalogue.items}
    register = catalogue.register
    known = Known(catalogue.items, unread, register.departments, register.facts)
    for fault in package_faults(package, known):
        if not fault.follows_from(found.unread):
            catalogue.refuse(name, fault.code, fault.text)
    if not found.unread and not unread.intersection(step.ref for step in package.steps):
        catalogue.findings += _count_warnings(package, catalogue)
    catalogue.packages[name] = package
    catalogue.package_entries[name] = entry


def _count_warnings(package: PackageDefinition, catalogue: Catalogue) -> Iterator[Finding]:
    real = counted(package, catalogue.items)
    for key, told in package.counts.items():
        if real.get(key, told) != told:
            words = {"key": key, "told": told, "real": real[key]}
            text = _("counts.%(key)s 写的是%(told)s，数出来是%(real)s") % words
            yield Finding(WARNING, package.id, "counts_differ", text)
