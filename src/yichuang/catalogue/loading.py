"""Stores a catalogue that was read: only what differs is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from yichuang.kit.actors import Actor
from yichuang.kit.events import Writer

from .events import ITEM_PUBLISHED, PACKAGE_PUBLISHED
from .in_force import columns_of, refresh_columns
from .models import (
    DataShare,
    Department,
    Item,
    ItemVersion,
    Licence,
    Package,
    PackageVersion,
    Word,
)
from .publishing import latest_of, latest_of_packages, next_version
from .reading import Catalogue, effective_moment
from .rules.findings import Finding

Row = TypeVar("Row", bound=models.Model)


@dataclass
class LoadReport:
    """What a load did. Items that the file no longer names stay as they are (`kept`)."""

    created: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    other_rows: int = 0
    warnings: list[Finding] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.created or self.changed or self.other_rows)


@dataclass
class Storing:
    catalogue: Catalogue
    writer: Writer
    actor: Actor
    now: datetime
    report: LoadReport
    departments: dict[str, Department] = field(default_factory=dict)
    known: dict[type[models.Model], dict[tuple[Any, ...], Any]] = field(default_factory=dict)

    def run(self) -> None:
        self._register()
        self._items()
        self._packages()

    def _keep(
        self,
        model: type[Row],
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        at_first: Mapping[str, Any] | None = None,
    ) -> Row:
        """The row of `key` with `values`; written only where it differs. `at_first`: of a new
        one."""
        names, place = tuple(key), tuple(key.values())
        if model not in self.known:
            rows = model._default_manager.all()
            self.known[model] = {tuple(getattr(r, n) for n in names): r for r in rows}
        row: Row | None = self.known[model].get(place)
        if row is None:
            self.report.other_rows += model not in (Item, Package)
            row = model._default_manager.create(**key, **values, **(at_first or {}))
            self.known[model][place] = row
            return row
        stale = [name for name, value in values.items() if getattr(row, name) != value]
        if stale:
            for name in stale:
                setattr(row, name, values[name])
            row.save(update_fields=stale)
            self.report.other_rows += 1
        return row

    def _register(self) -> None:
        register = self.catalogue.register
        for code, row in register.departments.items():
            values = {
                "name": str(row["name"]),
                "name_en": str(row.get("name_en") or ""),
                "uscc": str(row.get("uscc_demo") or row.get("uscc") or ""),
            }
            self.departments[code] = self._keep(Department, {"code": code}, values)
        for code, row in register.licences.items():
            values = self._covering(row) | {
                "issuer": self.departments[str(row["issuer"])],
                "holder": str(row.get("holder") or ""),
            }
            self._keep(Licence, {"code": code}, values)
        for code, row in register.shares.items():
            values = self._covering(row) | {"provider": self.departments[str(row["provider"])]}
            self._keep(DataShare, {"code": code}, values)
        for name, text in register.parties.items():
            self._keep(Word, {"kind": "party", "name": name}, {"definition": {"text": text}})
        for name, words in register.facts.items():
            self._keep(Word, {"kind": "fact", "name": name}, {"definition": _json(words)})

    def _covering(self, row: Mapping[str, Any]) -> dict[str, Any]:
        covers = row.get("covers")
        name = str(row["name"])
        return {"name": name, "covers": covers if isinstance(covers, list) else [name]}

    def _items(self) -> None:
        stored = []
        for order, (code, definition) in enumerate(self.catalogue.items.items()):
            columns = columns_of(definition, self.departments[definition.dept or ""])
            order_of = {"origin": "authored", "order": order}
            stored.append(self._keep(Item, {"code": code}, order_of, columns))
        latest = latest_of(stored)
        for item in stored:
            definition = self.catalogue.items[item.code]
            findings = [f.text for f in self.catalogue.warnings if f.where == item.code]
            fields = next_version(
                latest.get(item.id),
                _json(self.catalogue.entries[item.code]),
                actor=self.actor,
                now=self.now,
                effective_from=effective_moment(definition.effective_from or ""),
                findings=findings,
            )
            if fields:
                ItemVersion.objects.create(item=item, **fields)
            self._told(item.code, item.id, ITEM_PUBLISHED, fields)
        self.report.other_rows += len(refresh_columns([item.id for item in stored], self.now))
        named = Item.objects.filter(origin="authored").exclude(code__in=self.catalogue.items)
        self.report.kept = list(named.order_by("code").values_list("code", flat=True))

    def _packages(self) -> None:
        stored = []
        for order, (code, package) in enumerate(self.catalogue.packages.items()):
            values = {
                "name": package.name,
                "department": self.departments[package.lead_dept],
                "order": order,
            }
            stored.append(self._keep(Package, {"code": code}, values))
        latest = latest_of_packages(stored)
        for row in stored:
            entry = _json(self.catalogue.package_entries[row.code])
            fields = next_version(latest.get(row.id), entry, actor=self.actor, now=self.now)
            if fields:
                PackageVersion.objects.create(package=row, **fields)
            self._told(row.code, row.id, PACKAGE_PUBLISHED, fields)

    def _told(self, code: str, subject: Any, name: str, fields: dict[str, Any] | None) -> None:
        if fields is None:
            self.report.unchanged += 1
            return
        if fields["version"] == 1:
            self.report.created.append(code)
        else:
            self.report.changed[code] = fields["changes"]
        data = {"code": code, "version": fields["version"], "changes": len(fields["changes"])}
        self.writer.add(
            name,
            subject=subject,
            actor=self.actor,
            now=self.now,
            version=fields["version"],
            data=data,
        )


def _json(value: Any) -> Any:
    """As the database gives it back, so that versions compare equal."""
    return json.loads(json.dumps(value, ensure_ascii=False))
