"""Locks: what is consumed is locked once, late, in id order, with a short time-out."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from .errors import Passing


def try_again() -> Passing:
    return Passing("try_again", _("刚才有别人同时在操作，请再试一次。"))


def broken_rule(error: IntegrityError) -> str:
    """The name of the constraint that said no."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or "")


@contextmanager
def short_wait() -> Iterator[None]:
    """For this transaction: waiting longer for a row (LOCK_TIMEOUT_MS) is a refusal, not a hang."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = {int(settings.LOCK_TIMEOUT_MS)}")
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise try_again() from error
        raise
