"""The driver's own cursor, for statements of the hot path.

One a connection, so that it keeps how each type is read and written; Django's wrapping and a new
cursor cost a quarter of a short statement. Errors are Django's all the same. While statements are
being counted or wrapped, Django's own cursor does the work.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def fetch(sql: str, values: Any = None) -> list[tuple[Any, ...]]:
    """All rows of a statement that gives some."""
    return list(_executed(sql, values).fetchall())


def fetch_one(sql: str, values: Any = None) -> tuple[Any, ...] | None:
    """The first row, or None."""
    return next(iter(fetch(sql, values)), None)


def run(sql: str, values: Any = None) -> int:
    """How many rows it changed."""
    return int(_executed(sql, values).rowcount)


def _executed(sql: str, values: Any) -> Any:
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.connection is None or connection.execute_wrappers or connection.queries_logged:
        cursor = connection.cursor()
        cursor.execute(sql, values)
        return cursor
    connection.validate_no_broken_transaction()
    cursor = connection.connection.__dict__.get("own_cursor")
    if cursor is None:
        cursor = connection.connection.own_cursor = connection.connection.cursor()
    with connection.wrap_database_errors:
        cursor.execute(sql, values)
    return cursor
