"""Log lines carry what an operator needs and nothing that a person typed."""

from __future__ import annotations

import json
import logging
import sys

import psycopg
import pytest
from django.db import IntegrityError, connection

from yichuang.project.logging import JsonLines

TYPED = "511681199001011234"


def line(message: str, *args: object, name: str = "yichuang.trial", **extra: object) -> dict:
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, sys.exc_info())
    for key, value in extra.items():
        setattr(record, key, value)
    return dict(json.loads(JsonLines().format(record)))


def test_line_has_time_level_and_chosen_fields() -> None:
    found = line("request", method="GET", route="t/<ticket>/", status=200, phone=TYPED)
    assert found["level"] == "error"
    assert found["route"] == "t/<ticket>/"
    assert "phone" not in found
    assert found["at"].endswith("+00:00")


def test_exception_when_its_message_holds_what_was_typed_then_only_kind_and_place() -> None:
    try:
        int(TYPED + "x")
    except ValueError:
        found = line("failed")
    assert found["error"]["kind"] == "builtins.ValueError"
    assert found["error"]["at"][-1].endswith(
        "test_exception_when_its_message_holds_what_was_typed_then_only_kind_and_place"
    )
    assert TYPED not in json.dumps(found)


@pytest.mark.django_db
def test_database_error_when_its_detail_holds_a_row_then_only_state_and_constraint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("create temporary table typed (value text constraint once unique)")
        cursor.execute("insert into typed values (%s)", [TYPED])
        try:
            cursor.execute("insert into typed values (%s)", [TYPED])
        except IntegrityError:
            found = line("failed")
    assert found["error"]["sqlstate"] == psycopg.errors.UniqueViolation.sqlstate
    assert found["error"]["constraint"] == "once"
    assert TYPED not in json.dumps(found)


def test_request_message_when_the_address_holds_a_ticket_then_it_is_left_out() -> None:
    found = line("%s: %s", "Internal Server Error", "/t/secret-id/", name="django.request")
    assert "secret-id" not in json.dumps(found)
