from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError
from yichuang.places.services import load_calendar


class Command(BaseCommand):
    help = "Load a year's notice of holidays and make-up workdays (YAML)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8")
            year, days = load_calendar(actor=SYSTEM, now=now(), text=text)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except DomainError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"{year}: {days} days" if days else f"{year}: nothing new")
