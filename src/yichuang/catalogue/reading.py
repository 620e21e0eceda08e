"""A catalogue file read whole: its parts, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from .rules.definition import Definition
from .rules.packages import PackageDefinition, counted, package_faults
from .rules.publishing import REFUSAL, WARNING, Finding, Register, refusals, warnings

M = TypeVar("M", bound=BaseModel)
_TOO_MANY = 10_000_000
_KINDS = {
    "missing": "没有写",
    "extra_forbidden": "不认识这个键",
    "int_type": "应是整数",
    "string_type": "应是文字",
    "bool_type": "应是 true 或 false",
    "tuple_type": "应是列表",
    "dict_type": "应是一组键和值",
    "model_type": "应是一组键和值",
    "string_too_short": "不能是空的",
    "string_too_long": "太长了",
    "too_short": "至少要有一项",
}


@dataclass
class Catalogue:
    register: Register = field(default_factory=Register)
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
    keys = [key.value for key, _value in node.value]
    for (key, _value), name in zip(node.value, keys, strict=True):
        if keys.count(name) > 1:
            raise yaml.MarkedYAMLError(problem=f"“{name}”写了两次", problem_mark=key.start_mark)
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
    if not catalogue.items and not catalogue.refusals:
        catalogue.refuse("items", "no_items", "文件里没有事项")
    return catalogue


def _yaml(text: str, catalogue: Catalogue) -> dict[str, Any] | None:
    if len(text) > _TOO_MANY:
        catalogue.refuse("文件", "too_large", "文件超过1000万字")
        return None
    try:
        data = yaml.load(text, _Loader)  # noqa: S506 a SafeLoader with one check more
    except (yaml.YAMLError, RecursionError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        where = f"第{mark.line + 1}行" if mark else "文件"
        problem = getattr(wrong, "problem", None) or "不是 YAML"
        catalogue.refuse(where, "not_yaml", f"读不了：{problem}")
        return None
    if not isinstance(data, dict) or not isinstance(data.get("meta", {}), dict):
        catalogue.refuse("文件", "not_a_catalogue", "应有 meta、departments、items 等部分")
        return None
    return data


def _list(data: Mapping[str, Any], key: str, catalogue: Catalogue) -> list[Any]:
    value = data.get(key) or []
    if not isinstance(value, list):
        catalogue.refuse(key, "not_a_list", "应是列表")
        return []
    return value


def _register(data: Mapping[str, Any], catalogue: Catalogue) -> Register:
    enums = data.get("meta", {}).get("enums")
    enums = enums if isinstance(enums, dict) else {}

    def words(key: str) -> dict[str, Any]:
        value = enums.get(key)
        if not isinstance(value, dict):
            catalogue.refuse(f"meta.enums.{key}", "enum_missing", "没有声明")
            return {}
        return {str(name): text for name, text in value.items()}

    def rows(key: str) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for position, row in enumerate(_list(data, key, catalogue)):
            where = f"{key}[{position + 1}]"
            if not isinstance(row, dict) or not row.get("code") or not row.get("name"):
                catalogue.refuse(where, "field_missing", "没有写编号或名称")
            elif str(row["code"]) in found:
                catalogue.refuse(where, "id_repeated", f"编号 {row['code']} 用了两次")
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
            catalogue.refuse(str(row["code"]), "department_undeclared", f"没有部门 {row.get(key)}")
    return register


def _shape(model: type[M], entry: Any, where: str, catalogue: Catalogue) -> tuple[str, M] | None:
    name = str(entry["id"]) if isinstance(entry, dict) and entry.get("id") else where
    try:
        return name, model.model_validate(entry)
    except ValidationError as wrong:
        for error in wrong.errors():
            place = ".".join(str(p + 1 if isinstance(p, int) else p) for p in error["loc"])
            said = error.get("ctx", {}).get("error")
            text = _KINDS.get(error["type"]) or (str(said) if said else error["msg"])
            code = "condition_unparsable" if "条件式" in text else "field_wrong"
            catalogue.refuse(name, code, f"{place}：{text}")
        return None


def _item(entry: Any, where: str, catalogue: Catalogue) -> None:
    entry = _with_vocabulary(entry, catalogue.register)
    shaped = _shape(Definition, entry, where, catalogue)
    if shaped is None:
        return
    name, definition = shaped
    if name in catalogue.items:
        catalogue.refuse(name, "id_repeated", "事项编号用了两次")
        return
    if definition.effective_from and not effective_moment(definition.effective_from):
        catalogue.refuse(name, "field_wrong", "effective_from 应是带时区的时刻")
    catalogue.findings += refusals(definition, catalogue.register)
    catalogue.findings += warnings(definition, catalogue.register)
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
    shaped = _shape(PackageDefinition, entry, where, catalogue)
    if shaped is None:
        return
    name, package = shaped
    if name in catalogue.packages:
        catalogue.refuse(name, "id_repeated", "一件事编号用了两次")
    if package.lead_dept not in catalogue.register.departments:
        catalogue.refuse(name, "department_undeclared", f"没有部门 {package.lead_dept}")
    for code, text in package_faults(package, catalogue.items, catalogue.register.facts):
        catalogue.refuse(name, code, text)
    catalogue.findings += _count_warnings(package, catalogue)
    catalogue.packages[name] = package
    catalogue.package_entries[name] = entry


def _count_warnings(package: PackageDefinition, catalogue: Catalogue) -> Iterator[Finding]:
    real = counted(package, catalogue.items)
    for key, told in package.counts.items():
        if real.get(key, told) != told:
            text = f"counts.{key} 写的是{told}，数出来是{real[key]}"
            yield Finding(WARNING, package.id, "counts_differ", text)
