from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError
from yichuang.project.demo import load_demo, password_file


class Command(BaseCommand):
    help = "Load the demonstration hall; twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            hall, added = load_demo(now())
        except DomainError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"{hall.code}: {added} added")
        self.stdout.write(f"password of the demonstration logins: {password_file()}")
