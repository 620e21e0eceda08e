from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from yichuang.project.charts import charts


class Command(BaseCommand):
    help = "Draw the flows into docs/flows from their tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="docs/flows")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["to"])
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in charts().items():
            (folder / f"{name}.md").write_text(text, "utf-8")
            self.stdout.write(str(folder / f"{name}.md"))
