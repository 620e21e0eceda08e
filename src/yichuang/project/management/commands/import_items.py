from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from yichuang.catalogue.services import import_items
from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError
from yichuang.places import queries as places
from yichuang.places.services import serve_items

# A list names no queue: its items wait where questions are asked.
GENERAL_PREFIX = "Z"


class Command(BaseCommand):
    help = "Take in an authority's list of items (CSV); good rows go in, others are told by line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--prefix", default=GENERAL_PREFIX, help="queue of each hall that takes the items"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_items(actor=SYSTEM, now=now(), data=options["file"].read_bytes())
            served = sum(
                serve_items(actor=SYSTEM, now=now(), hall=hall, fallback=options["prefix"])
                for hall in places.halls()
            )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except DomainError as error:
            raise CommandError(error.detail) from error
        for told in report.warnings:
            self.stdout.write(_("提醒 %(finding)s") % {"finding": told})
        counts = {
            "new": len(report.created),
            "changed": len(report.changed),
            "same": report.unchanged,
            "refused": len(report.refused),
            "warned": len(report.warnings),
            "served": served,
        }
        said = _(
            "新增%(new)s，改动%(changed)s，没变%(same)s，"
            "拒收%(refused)s，提醒%(warned)s；大厅新开办%(served)s"
        )
        self.stdout.write(said % counts)
        if report.refused:
            rows = "\n".join(map(str, report.refused))
            head = _("%(n)s行拒收，其余已导入：") % {"n": len(report.refused)}
            raise CommandError(f"{head}\n{rows}")
