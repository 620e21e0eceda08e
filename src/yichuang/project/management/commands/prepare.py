"""What `yichuang up` does before it opens its door."""

import time
from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from yichuang.project.static_files import collect


class Command(BaseCommand):
    help = "Bring database and static files up to date; --demo also loads the demonstration hall."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true")
        parser.add_argument("--only-static", action="store_true", help="static files alone")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["only_static"]:
            self._step("database", lambda: call_command("migrate", interactive=False, verbosity=0))
        self._step("static files", collect)
        if options["demo"]:
            self._step("demonstration hall", lambda: call_command("load_demo", stdout=StringIO()))

    def _step(self, name: str, work: Any) -> None:
        self.stdout.write(f"  {name} …", ending="")
        self.stdout.flush()
        begun = time.perf_counter()
        work()
        self.stdout.write(f" {time.perf_counter() - begun:.1f} s")
