from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

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
            self.stdout.write(f"提醒 {told}")
        self.stdout.write(
            f"新增{len(report.created)}，改动{len(report.changed)}，没变{report.unchanged}，"
            f"拒收{len(report.refused)}，提醒{len(report.warnings)}；大厅新开办{served}"
        )
        if report.refused:
            rows = "\n".join(map(str, report.refused))
            raise CommandError(f"{len(report.refused)}行拒收，其余已导入：\n{rows}")
