"""Django's migrate, one at a time: several machines may start at once."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

LOCK = 0x79636D67  # any number that only this uses


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with connections[options["database"]].cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [LOCK])
            try:
                super().handle(*args, **options)
            finally:
                cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
