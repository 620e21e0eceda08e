"""Writes one version when something differs. Used by loading and importing alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.kit.actors import Actor

from .changes import changed
from .models import Item, ItemVersion, Package, PackageVersion


@dataclass(frozen=True)
class Latest:
    version: int
    digest: str
    definition: Mapping[str, Any]


def digest_of(definition: Mapping[str, Any]) -> str:
    text = json.dumps(definition, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def latest_of(items: Sequence[Item]) -> dict[Any, Latest]:
    """The highest version of each item, whether in force already or not."""
    rows = ItemVersion.objects.filter(item__in=items).order_by("item_id", "-version")
    return {v.item_id: Latest(v.version, v.digest, v.definition) for v in rows.distinct("item_id")}


def latest_of_packages(packages: Sequence[Package]) -> dict[Any, Latest]:
    rows = PackageVersion.objects.filter(package__in=packages)
    newest = rows.order_by("package_id", "-version").distinct("package_id")
    return {v.package_id: Latest(v.version, v.digest, v.definition) for v in newest}


def next_version(
    latest: Latest | None,
    definition: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
    effective_from: datetime | None = None,
    findings: Sequence[str] = (),
) -> dict[str, Any] | None:
    """The fields of a new version, or None when nothing differs.

    A new version says what changed; the first one has nothing to say.
    """
    digest = digest_of(definition)
    if latest and latest.digest == digest:
        return None
    return {
        "version": latest.version + 1 if latest else 1,
        "effective_from": effective_from or now,
        "published_at": now,
        "published_by": actor.ref,
        "definition": definition,
        "digest": digest,
        "changes": changed(latest.definition, definition) if latest else [],
        "findings": list(findings),
    }
