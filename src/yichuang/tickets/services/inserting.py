"""Two new rows in one statement: a round trip less on the way every visitor goes."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.sql import InsertQuery


def insert_together(first: Model, second: Model) -> None:
    """`second` may refer to `first`: foreign keys are checked at the end of the transaction."""
    one, one_values = _insert(first)
    two, two_values = _insert(second)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH one AS ({one}) {two}", [*one_values, *two_values])
    for row in (first, second):
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _insert(row: Model) -> tuple[str, tuple[Any, ...]]:
    """The INSERT that the ORM would send."""
    query = InsertQuery(type(row))
    query.insert_values(row._meta.concrete_fields, [row])
    ((sql, values),) = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return sql, values
