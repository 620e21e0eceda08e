from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yichuang.catalogue.services import load_catalogue
from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError


class Command(BaseCommand):
    help = "Publish the items and packages of a catalogue file (YAML); twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8")
            report = load_catalogue(actor=SYSTEM, now=now(), text=text)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except DomainError as error:
            raise CommandError(error.detail) from error
        for finding in report.warnings:
            self.stdout.write(f"提醒 {finding}")
        for code, changes in report.changed.items():
            self.stdout.write(f"新版本 {code}：{'；'.join(changes)}")
        if report.kept:
            self.stdout.write(f"文件里没有、保持原样：{'、'.join(report.kept)}")
        self.stdout.write(
            f"新增{len(report.created)}，改动{len(report.changed)}，"
            f"没变{report.unchanged}，提醒{len(report.warnings)}"
        )
