"""Django's migrate, one at a time: several machines may start at once."""

from contextlib import closing
from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

LOCK = 0x79636D67  # any number that only this uses


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        # A connection of its own: whatever goes wrong, closing it gives the lock back.
        with closing(connections[options["database"]].copy()) as own, own.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [LOCK])
            super().handle(*args, **options)
