"""Columns of an item: what lists and searches read, repeated from its version in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from .models import Department, Item, ItemVersion
from .queries import definition_of
from .rules import Definition


def columns_of(definition: Definition, department: Department) -> dict[str, Any]:
    queue = definition.queue
    return {
        "name": definition.name,
        "department": department,
        "handled_in": definition.handled_in,
        "theme": definition.theme,
        "prefix": queue.prefix if queue else "",
        "mean_minutes": queue.mean_minutes if queue else None,
    }


def items_whose_day_came(now: datetime) -> list[UUID]:
    """Published ahead of a moment that has passed."""
    ahead = ItemVersion.objects.filter(item__origin="authored", effective_from__lte=now)
    ahead = ahead.filter(effective_from__gt=F("published_at"))
    return list(ahead.values_list("item_id", flat=True).distinct())


def refresh_columns(items: Iterable[UUID], now: datetime) -> list[Item]:
    """Those whose columns were not yet those of their version in force, now written."""
    begun = ItemVersion.objects.filter(item__in=items, effective_from__lte=now)
    newest = begun.order_by("item_id", "-effective_from", "-version").distinct("item_id")
    departments = Department.objects.in_bulk(field_name="code")
    changed = []
    for version in newest.select_related("item"):
        item, definition = version.item, definition_of(version)
        columns = columns_of(definition, departments[definition.dept or ""])
        stale = [name for name, value in columns.items() if getattr(item, name) != value]
        for name in stale:
            setattr(item, name, columns[name])
        if stale:
            item.save(update_fields=stale)
            changed.append(item)
    return changed
