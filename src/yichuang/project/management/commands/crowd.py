import asyncio
from argparse import ArgumentParser
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.kit.errors import DomainError
from yichuang.people.services import make_token
from yichuang.project.crowd.play import Play
from yichuang.project.crowd.run import reach, report, run, transport


class Command(BaseCommand):
    help = "Play citizens and workers against the running hall, through the public API alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hall", default="qinghe")
        parser.add_argument("--people", type=int, default=100)
        parser.add_argument("--workers", type=int, default=0)
        parser.add_argument(
            "--first-worker", type=int, default=1, help="leave the counters before it to people"
        )
        parser.add_argument("--speed", type=float, default=1.0)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--url", default="http://127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        workers, first = options["workers"], options["first_worker"]
        if options["speed"] <= 0 or options["people"] < 0 or workers < 0 or first < 1:
            raise CommandError("--speed must be over 0, --people and --workers not below 0")
        accounts = ["kiosk1", "board1", *(f"worker{first + i}" for i in range(workers))]
        try:
            reach(options["url"])
        except ConnectionError as error:
            raise CommandError(str(error)) from error
        play = Play(
            url=options["url"],
            hall=options["hall"],
            speed=options["speed"],
            random=Random(options["seed"]),  # noqa: S311 - a simulation
            tokens=_tokens(accounts),
            transport=transport(),
        )
        try:
            tally = asyncio.run(run(play, options["people"], workers, first))
        except ConnectionError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            tally = play.tally
        self.stdout.write("\n".join(report(tally, options["speed"])))
        if tally.bad:
            raise CommandError(
                "the hall answered with an error or an undeclared status, or not at all"
            )


def _tokens(accounts: list[str]) -> dict[str, str]:
    try:
        return {
            account: make_token(actor=SYSTEM, now=now(), username=account, days=2)
            for account in accounts
        }
    except DomainError as error:
        raise CommandError(error.detail) from error
