"""Everything that reads the catalogue. Items are public: anyone may see them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yichuang.kit.errors import NotFound

from .models import URL_SAFE, Department, Item, ItemVersion, Package, PackageVersion, Word
from .rules import Definition
from .searching import ranked

_KEPT = 4096
_LAST_DAY = date(9000, 1, 1)
_PARSED: dict[UUID, Definition] = {}


def item_by_code(code: str) -> Item:
    """Refused: 404 no_such_item."""
    rows = Item.objects.filter(code=code).select_related("department")
    found = rows.first() if re.fullmatch(URL_SAFE, code, re.ASCII) else None
    if found is None:
        raise NotFound("no_such_item", _("没有这个事项。"))
    return found


def items_in(codes: Sequence[str]) -> list[Item]:
    """In the catalogue's order."""
    rows = Item.objects.filter(code__in=list(codes)).select_related("department")
    return list(rows.order_by("order", "code"))


def all_items() -> QuerySet[Item]:
    return Item.objects.select_related("department").order_by("order", "code")


def queue_prefixes() -> dict[str, str]:
    """Code → the number prefix that the catalogue proposes, in the catalogue's order."""
    rows = Item.objects.exclude(prefix="").order_by("order", "code")
    return dict(rows.values_list("code", "prefix"))


def current_version(item: Item, at: datetime) -> ItemVersion:
    """What is in force at a moment; before the first version, the first one."""
    versions = ItemVersion.objects.filter(item=item)
    found = (
        versions.filter(effective_from__lte=at).order_by("-effective_from", "-version").first()
        or versions.order_by("effective_from", "version").first()
    )
    if found is None:
        raise NotFound("no_such_version", _("这个事项还没有发布。"))
    return found


def timezone() -> str:
    return settings.TIME_ZONE


def version_on(item: Item, day: date) -> ItemVersion:
    """What is in force at the end of a day in the installation's zone."""
    end = datetime.combine(min(day, _LAST_DAY) + timedelta(days=1), time.min, ZoneInfo(timezone()))
    return current_version(item, end - timedelta(microseconds=1))


def version_by_id(version_id: UUID) -> ItemVersion:
    """Refused: 404 no_such_version."""
    found = ItemVersion.objects.select_related("item__department").filter(id=version_id).first()
    if found is None:
        raise NotFound("no_such_version", _("这个事项还没有发布。"))
    return found


def definition_of(version: ItemVersion) -> Definition:
    """Parsed once in a process: a version never changes."""
    kept = _PARSED.get(version.id)
    if kept is None:
        if len(_PARSED) >= _KEPT:
            _PARSED.clear()
        kept = _PARSED[version.id] = Definition.model_validate(version.definition)
    return kept


def findings_of(item: Item, at: datetime) -> list[str]:
    """What is reported back to whoever keeps the list."""
    return list(current_version(item, at).findings)


def packages_with(code: str, at: datetime) -> list[dict[str, Any]]:
    """Life-event packages that an item belongs to."""
    rows = PackageVersion.objects.filter(effective_from__lte=at)
    newest = rows.order_by("package_id", "-version").distinct("package_id")
    found = [
        {"id": row.package.code, "name": row.package.name, "order": row.package.order}
        for row in newest.select_related("package")
        if any(step.get("ref") == code for step in row.definition["steps"])
    ]
    return sorted(found, key=lambda package: package["order"])


def packages() -> list[Package]:
    return list(Package.objects.select_related("department").order_by("order", "code"))


def package_items(at: datetime) -> list[tuple[Package, list[str]]]:
    """Life-event packages in force, each with the codes of its items in order."""
    rows = PackageVersion.objects.filter(effective_from__lte=at)
    newest = rows.order_by("package_id", "-version").distinct("package_id")
    found = [
        (row.package, [step["ref"] for step in row.definition["steps"]])
        for row in newest.select_related("package")
    ]
    return sorted(found, key=lambda pair: pair[0].order)


def declared(kind: str) -> set[str]:
    """Names of all roles ('party') or facts ('fact') that the catalogue declares."""
    return set(Word.objects.filter(kind=kind).values_list("name", flat=True))


def item_names(codes: Collection[str]) -> dict[str, str]:
    return dict(Item.objects.filter(code__in=list(codes)).values_list("code", "name"))


def package_names(codes: Collection[str]) -> dict[str, str]:
    return dict(Package.objects.filter(code__in=list(codes)).values_list("code", "name"))


def department_names(codes: Collection[str]) -> dict[str, str]:
    return dict(Department.objects.filter(code__in=list(codes)).values_list("code", "name"))


def party_names(roles: Collection[str]) -> dict[str, str]:
    """'申请人' of 'applicant'; what the catalogue adds in brackets is for its editors."""
    rows = Word.objects.filter(kind="party", name__in=list(roles))
    found = rows.values_list("name", "definition__text")
    return {name: str(text).split("（")[0] for name, text in found}


def search(codes: Sequence[str], q: str) -> list[str]:
    """Those of `codes` that answer everyday words, the best first; all of them for no words.

    `codes` comes in the order of use, which also decides between equals.
    """
    if not q.strip():
        return list(codes)
    rows = Item.objects.filter(code__in=list(codes))
    columns = rows.values_list("code", "name", "theme", "department__name")
    found = {code: (name, theme, department or "") for code, name, theme, department in columns}
    return ranked([(code, *found[code]) for code in codes if code in found], q)
