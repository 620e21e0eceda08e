"""A database that was away costs no request once it is back."""

from __future__ import annotations

import psycopg
import pytest
from django.core.signals import request_started
from django.db import connection
from django.db.utils import OperationalError

from yichuang.project.connections import drop_dead_connections


def server_pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def cut(pid: int) -> None:
    settings = connection.get_connection_params()
    kept = {name: settings[name] for name in ("host", "port", "user", "password", "dbname")}
    with psycopg.connect(**kept) as other:
        other.execute("select pg_terminate_backend(%s, 2000)", [pid])


@pytest.mark.django_db(transaction=True)
def test_connection_when_cut_fails_without_the_look_and_works_with_it() -> None:
    cut(server_pid())
    with pytest.raises(OperationalError):
        server_pid()
    connection.close()
    before = server_pid()
    cut(before)
    drop_dead_connections()
    assert server_pid() != before


@pytest.mark.django_db(transaction=True)
def test_connection_when_alive_is_kept_and_asked_nothing(
    django_assert_num_queries: object,
) -> None:
    before = server_pid()
    with django_assert_num_queries(0):  # type: ignore[operator]
        drop_dead_connections()
    assert server_pid() == before


def test_every_request_looks() -> None:
    assert any(key[0] == "yichuang-dead-connections" for key, *_ in request_started.receivers)
