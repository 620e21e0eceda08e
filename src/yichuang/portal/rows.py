"""Items as rows of a list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yichuang.catalogue import queries as catalogue
from yichuang.places.models import HallItem

from .stops import stop_of


def item_row(row: HallItem) -> dict[str, str]:
    department = row.item.department
    return {
        "code": row.item.code,
        "name": row.item.name,
        "stopped": stop_of(row.queue),
        "words": f"{department.name}，" if department else "",
        "place": str(row.queue.zone).replace(" ", "\N{NO-BREAK SPACE}"),
    }


def by_department(rows: Iterable[HallItem]) -> list[dict[str, Any]]:
    """Departments in the order of their most used item."""
    groups: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = row.item.department.name if row.item.department else _("其他")
        groups.setdefault(name, {"name": name, "items": []})["items"].append(item_row(row))
    return list(groups.values())


def life_situations(rows: Iterable[HallItem], now: datetime) -> list[dict[str, Any]]:
    """Packages of the catalogue, each with those of its items that this hall serves."""
    served = {row.item.code: item_row(row) for row in rows}
    groups = []
    for package, codes in catalogue.package_items(now):
        items = [served[code] for code in codes if code in served]
        if items:
            groups.append(
                {"name": package.name.removeprefix("公民").removesuffix("一件事"), "items": items}
            )
    return groups
