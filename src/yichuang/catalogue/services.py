"""Everything that writes the catalogue."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import Refused
from yichuang.kit.events import write

from .events import CATALOGUE_LOADED, ITEM_BEGAN, ITEMS_IMPORTED
from .importing import read_list
from .in_force import items_whose_day_came, refresh_columns
from .listed import ImportReport, imported_items, without_our_own
from .loading import LoadReport, Storing
from .models import Item, ItemVersion
from .permissions import EDIT
from .publishing import latest_of, next_version
from .reading import Catalogue, read_catalogue

# Two loads at once would both see what is missing: the second one waits.
_LOCK = 7_163_001


def load_catalogue(*, actor: Actor, now: datetime, text: str) -> LoadReport:
    """Publish what a catalogue file (YAML) says; the same file again changes nothing.

    A changed item gets a new version that says what changed, effective now or from its
    `effective_from`. Refused as a whole (catalogue_refused, with every finding): anything
    that domain.md §2 refuses, or an item that was imported, which is read-only here.
    """
    actor.require(EDIT)
    catalogue = read_catalogue(text)
    with write(None) as writer:
        _one_at_a_time()
        imported = Item.objects.filter(origin="imported", code__in=catalogue.named)
        for code in imported.values_list("code", flat=True):
            catalogue.refuse(code, "read_only", _("是上级清单里的事项，在这里只读"))
        _refuse(catalogue)
        report = LoadReport(warnings=catalogue.warnings)
        Storing(catalogue, writer, actor, now, report).run()
        if report.anything:
            data = {"created": len(report.created), "changed": len(report.changed)}
            writer.add(CATALOGUE_LOADED, subject="catalogue", actor=actor, now=now, data=data)
    return report


def take_effect(*, actor: Actor, now: datetime) -> int:
    """Items whose newer version has come into force since they were last looked at: lists show
    its name, department and queue from now on. How many. Refused: 403."""
    actor.require(EDIT)
    with write(None) as writer:
        _one_at_a_time()
        begun = refresh_columns(items_whose_day_came(now), now)
        for item in begun:
            data = {"code": item.code}
            writer.add(ITEM_BEGAN, subject=item.id, actor=actor, now=now, data=data)
    return len(begun)


def _refuse(catalogue: Catalogue) -> None:
    if not catalogue.refusals:
        return
    lines = [str(finding) for finding in catalogue.refusals]
    head = _("目录有%(n)s处不能发布，什么都没有存：") % {"n": len(lines)}
    lines += [_("提醒 %(finding)s") % {"finding": finding} for finding in catalogue.warnings]
    findings = [
        {"where": f.where, "code": f.code, "text": f.text, "level": f.level}
        for f in catalogue.findings
    ]
    raise Refused("catalogue_refused", "\n".join([head, *lines]), findings=findings)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def import_items(*, actor: Actor, now: datetime, data: bytes) -> ImportReport:
    """Take in an authority's list (CSV): read-only items, open with findings.

    Good rows go in whatever is wrong with others. A row is refused for an empty name, an
    empty or repeated code (also one of our own items). The same list again changes nothing.
    """
    actor.require(EDIT)
    found = read_list(data)
    report = ImportReport(refused=found.refused, warnings=found.warnings)
    with write(None) as writer:
        _one_at_a_time()
        rows = without_our_own(found, report)
        items = imported_items(rows)
        latest = latest_of(list(items.values()))
        versions = []
        for row in rows:
            item = items[row.code]
            fields = next_version(
                latest.get(item.id), row.definition, actor=actor, now=now, findings=row.findings
            )
            if fields is None:
                report.unchanged += 1
                continue
            versions.append(ItemVersion(item=item, **fields))
            (report.created if fields["version"] == 1 else report.changed).append(row.code)
        ItemVersion.objects.bulk_create(versions, batch_size=500)
        report.codes = [row.code for row in rows]
        if versions:
            counts = {"created": len(report.created), "changed": len(report.changed)}
            writer.add(ITEMS_IMPORTED, subject="catalogue", actor=actor, now=now, data=counts)
    report.refused.sort(key=lambda told: told.line)
    return report
