from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError
from yichuang.people.services import make_token


class Command(BaseCommand):
    help = "Make a bearer token for an account and print it alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user")
        parser.add_argument("--days", type=int, default=365)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            token = make_token(
                actor=SYSTEM, now=now(), username=options["user"], days=options["days"]
            )
        except DomainError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(token)
