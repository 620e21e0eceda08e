"""An open write transaction in another hall or database holds no board back."""

from __future__ import annotations

import http.client
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from .conftest import Installation

pytestmark = pytest.mark.slow

HEARD_WITHIN = 15  # generous: that it is heard while the others are open is what counts


@contextmanager
def another_hall(hall: Installation) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Its event has taken its number, the row of its head is locked."""
    with hall.database() as other:
        other.autocommit = False
        other.execute(
            "INSERT INTO kit_eventhead (hall_id, stream, seq) VALUES (%s, 'main', 1)",
            [uuid.uuid4()],
        )
        yield other
        other.rollback()


@contextmanager
def another_database(hall: Installation) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    name = f"other_{uuid.uuid4().hex[:8]}"
    with hall.database() as here:
        here.execute(f"CREATE DATABASE {name}")
        address = {**here.info.get_parameters(), "dbname": name, "password": here.info.password}
        with psycopg.connect(**address) as other:
            other.execute("CREATE TABLE held (n int)")
            yield other
            other.rollback()
        here.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize("elsewhere", [another_hall, another_database])
def test_board_when_a_transaction_elsewhere_stays_open_then_told_all_the_same(
    hall: Installation, elsewhere: object
) -> None:
    item = hall.get("/halls/qinghe/items?q=")["items"][0]["code"]
    status, topic = hall.post("kiosk1", "/live-token", {"topic": "hall:qinghe"})
    assert status == 200
    stream = http.client.HTTPConnection("127.0.0.1", hall.port, timeout=HEARD_WITHIN)
    query = urlencode({"topic": "hall:qinghe", "token": topic["token"]})
    stream.request("GET", f"/live?{query}")
    answer = stream.getresponse()
    assert answer.status == 200
    with elsewhere(hall) as other:  # type: ignore[operator]
        wish = {"item": item, "channel": "kiosk", "phone": f"139{uuid.uuid4().int % 10**8:08d}"}
        status, ticket = hall.post("kiosk1", "/halls/qinghe/tickets", wish)
        assert status == 201
        while b'"hall:qinghe"' not in answer.readline():
            pass
        assert other.info.transaction_status == TransactionStatus.INTRANS
        assert other.execute("SELECT pg_current_xact_id_if_assigned()").fetchone() != (None,)
    hall.post("kiosk1", f"/tickets/{ticket['id']}/cancel")
    stream.close()
