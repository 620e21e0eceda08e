"""Rows of an authority's list as items: whose codes are ours, and which are new."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from yichuang.kit.ids import new_id

from .importing import ImportList, Row, Told
from .models import Department, Item


@dataclass
class ImportReport:
    """What an import did, row by row. `codes`: every good row, new or not."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Told] = field(default_factory=list)
    warnings: list[Told] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def without_our_own(found: ImportList, report: ImportReport) -> list[Row]:
    codes = [row.code for row in found.rows]
    authored = Item.objects.filter(origin="authored", code__in=codes)
    ours = set(authored.values_list("code", flat=True))
    for row in found.rows:
        if row.code in ours:
            text = _("编码 %(code)s 和本目录的事项重复") % {"code": row.code}
            report.refused.append(Told(row.line, "code_repeated", text))
            report.warnings = [told for told in report.warnings if told.line != row.line]
    return [row for row in found.rows if row.code not in ours]


def imported_items(rows: list[Row]) -> dict[str, Item]:
    """The item of every row; new ones come after what is there, in the list's order."""
    departments = _departments({row.department for row in rows if row.department})
    items = {i.code: i for i in Item.objects.filter(code__in=[row.code for row in rows])}
    last = Item.objects.order_by("-order").values_list("order", flat=True).first() or 0
    new: list[Item] = []
    stale: list[Item] = []
    for row in rows:
        columns = {
            "name": row.name,
            "department": departments.get(row.department),
            "theme": row.definition["theme"],
        }
        item = items.get(row.code)
        if item is None:
            order = last + len(new) + 1
            item = Item(
                id=new_id(),
                code=row.code,
                origin="imported",
                handled_in="elsewhere",
                order=order,
                **columns,
            )
            items[row.code] = item
            new.append(item)
        elif any(getattr(item, key) != value for key, value in columns.items()):
            for key, value in columns.items():
                setattr(item, key, value)
            stale.append(item)
    Item.objects.bulk_create(new, batch_size=500)
    Item.objects.bulk_update(stale, ["name", "department", "theme"], batch_size=500)
    return items


def _departments(names: set[str]) -> dict[str, Department]:
    """By name: the codes in such lists differ from row to row."""
    found = {d.name: d for d in Department.objects.filter(name__in=names).order_by("-code")}
    new = [Department(code=_department_code(n), name=n) for n in sorted(names - {*found})]
    return found | {d.name: d for d in Department.objects.bulk_create(new)}


def _department_code(name: str) -> str:
    return "list:" + hashlib.sha256(name.encode()).hexdigest()[:16]
