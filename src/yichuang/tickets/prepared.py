"""Queries and inserts of the hot path, compiled by the ORM once and not at every call.

A ticket with all it points to costs the ORM 1.3 ms to compile and 0.1 ms to read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery

M = TypeVar("M", bound=Model)
NOBODY = UUID(int=0)  # stands for a key while a query is compiled


class Prepared(Generic[M]):
    """`make` gives the query with any values; `one(*values)` runs it with these in their order."""

    def __init__(self, make: Callable[[], QuerySet[M]]) -> None:
        self.make = make

    @cached_property
    def _plan(self) -> tuple[str, Any, Any, slice, list[str], list[Any]]:
        compiler = self.make().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, _values = compiler.as_sql()
        info, select = compiler.klass_info, compiler.select
        assert info is not None
        own = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        names = [column[0].target.attname for column in select[own]]
        populators = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of Django 6
        converters = compiler.get_converters([column[0] for column in select])
        return sql, compiler, converters, own, names, populators

    def one(self, *values: Any) -> M | None:
        """The only row, or None."""
        sql, compiler, converters, own, names, populators = self._plan
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            row = cursor.fetchone()
        if row is None:
            return None
        (row,) = compiler.apply_converters([row], converters)
        found: M = self.make_row(names, row[own])
        for populator in populators:
            populator.populate(row, found)
        return found

    @cached_property
    def _model(self) -> type[M]:
        return self.make().model

    def make_row(self, names: list[str], values: Sequence[Any]) -> M:
        return self._model.from_db(DEFAULT_DB_ALIAS, names, values)


_INSERTS: dict[type[Model], str] = {}


def insert_together(first: Model, second: Model) -> None:
    """Two new rows in one statement. `second` may refer to `first`: foreign keys are checked at
    the end of the transaction."""
    one, one_values = insert_of(first)
    two, two_values = insert_of(second)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH one AS ({one}) {two}", [*one_values, *two_values])
    for row in (first, second):
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_of(row: Model) -> tuple[str, list[Any]]:
    """The INSERT that the ORM would send, its text kept."""
    model = type(row)
    fields = model._meta.concrete_fields
    if model not in _INSERTS:
        query = InsertQuery(model)
        query.insert_values(fields, [row])
        ((_INSERTS[model], _values),) = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    return _INSERTS[model], values
