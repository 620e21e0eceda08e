"""Locks: what is consumed is locked once, late, in id order, with a short time-out."""

from django.db import connection


def lock_timeout(milliseconds: int = 1000) -> None:
    """For this transaction: waiting longer for a row is an error, not a hang."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = {int(milliseconds)}")
