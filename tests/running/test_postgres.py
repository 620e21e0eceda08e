"""The embedded server with real processes: kept data, hard deaths, neighbours, strangers."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from yichuang.project.running.errors import CannotStart
from yichuang.project.running.location import database_url
from yichuang.project.running.orphans import server_processes
from yichuang.project.running.postgres import EmbeddedPostgres

PARENT = """
import sys, time
from yichuang.project.running.postgres import EmbeddedPostgres
server = EmbeddedPostgres(sys.argv[1])
print(server.start(), flush=True)
time.sleep(600)
"""


def write(url: str, value: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists kept (value int)")
        connection.execute("insert into kept values (%s)", [value])


def read(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("select value from kept order by value")]


def test_data_when_stopped_and_started_is_kept(var: Path) -> None:
    for round_ in (1, 2):
        with EmbeddedPostgres(var) as server:
            write(server.url, round_)
            assert read(server.url) == list(range(1, round_ + 1))
        assert not server_processes(var / "postgres")


def test_server_when_killed_then_recovers_at_the_same_address(server: EmbeddedPostgres) -> None:
    write(server.url, 1)
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    assert not server.alive()
    server.launch()
    assert read(server.url) == [1]


def test_parent_when_killed_then_server_ends_and_next_start_recovers(
    var: Path, soon: Callable[..., None]
) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(var)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    write(parent.stdout.readline().strip(), 1)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    soon(lambda: not server_processes(var / "postgres"))
    assert database_url(var) is None  # the file is still there, the lock is not
    with EmbeddedPostgres(var) as server:
        assert read(server.url) == [1]


def test_everything_killed_at_once_then_next_start_recovers(var: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(var)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    write(parent.stdout.readline().strip(), 1)
    for pid in (parent.pid, *server_processes(var / "postgres")):
        with suppress(ProcessLookupError):  # a backend may end by itself
            os.kill(pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    # At once: backends may still be ending, the socket and postmaster.pid are stale.
    with EmbeddedPostgres(var) as server:
        assert read(server.url) == [1]


def test_stale_pid_file_when_its_number_is_in_use_again_then_starts(var: Path) -> None:
    with EmbeddedPostgres(var) as server:
        write(server.url, 1)
    stale = var / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{var / 'postgres'}\n0\n5432\n/tmp\n\n0 0\n")
    with EmbeddedPostgres(var) as server:
        assert read(server.url) == [1]


def test_initdb_when_interrupted_then_next_start_begins_anew(var: Path) -> None:
    (var / "postgres.new" / "base").mkdir(parents=True)
    with EmbeddedPostgres(var) as server:
        write(server.url, 1)


def test_two_installations_side_by_side(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "a") as one, EmbeddedPostgres(tmp_path / "b") as two:
        write(one.url, 1)
        write(two.url, 2)
        assert (read(one.url), read(two.url)) == ([1], [2])


def test_data_directory_when_in_use_then_one_clear_line(server: EmbeddedPostgres) -> None:
    with pytest.raises(CannotStart, match=f"in use by a running installation .*{os.getpid()}"):
        EmbeddedPostgres(server.var).start()
    assert server.alive()
    assert database_url(server.var) == server.url


def test_data_directory_of_another_version_then_one_clear_line(var: Path) -> None:
    with EmbeddedPostgres(var):
        pass
    (var / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(CannotStart, match="written by PostgreSQL 16"):
        EmbeddedPostgres(var).start()


def test_strangers_do_not_come_in(server: EmbeddedPostgres) -> None:
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    for secret in ("postgres-password", "database-url"):
        assert stat.S_IMODE((server.var / secret).stat().st_mode) == 0o600
    wrong = server.url.replace(":", ":x", 2).replace("postgresql:x", "postgresql:")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)
    with psycopg.connect(server.url) as connection:
        shown = connection.execute("show listen_addresses").fetchone()
        assert shown == ("",)
        role = connection.execute("select usesuper from pg_user where usename = current_user")
        assert role.fetchone() == (False,)


def test_confirmed_writes_are_durable_except_in_tests(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(f"show {name}").fetchone() == ("on",)


def test_stop_with_open_transaction_is_quick(var: Path) -> None:
    with EmbeddedPostgres(var) as server:
        connection = psycopg.connect(server.url)
        connection.execute("select 1")
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < 5
        connection.close()


def test_below_a_closed_directory_nothing_is_opened(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = [(p, p.stat().st_mode) for p in (tmp_path, closed)]
    with EmbeddedPostgres(closed / ("long-" * 30) / "var") as server:
        write(server.url, 1)
    assert [(p, p.stat().st_mode) for p in (tmp_path, closed)] == before
