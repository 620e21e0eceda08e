from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

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
            self.stdout.write(_("提醒 %(finding)s") % {"finding": finding})
        for code, changes in report.changed.items():
            words = {"code": code, "changes": "；".join(changes)}
            self.stdout.write(_("新版本 %(code)s：%(changes)s") % words)
        if report.kept:
            kept = "、".join(report.kept)
            self.stdout.write(_("文件里没有、保持原样：%(codes)s") % {"codes": kept})
        counts = {
            "new": len(report.created),
            "changed": len(report.changed),
            "same": report.unchanged,
            "warned": len(report.warnings),
        }
        said = _("新增%(new)s，改动%(changed)s，没变%(same)s，提醒%(warned)s")
        self.stdout.write(said % counts)
