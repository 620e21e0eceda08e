"""The embedded PostgreSQL: one server, a child of this process, for one data directory."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from . import cluster, tuning
from .errors import CannotStart
from .identity import OURSELVES, child_setup, choose_identity
from .location import DATABASE_URL_FILE
from .lock import InstallationLock
from .orphans import stop_orphans
from .private import SOCKET_NAME, make_socket_dir, remove_socket_dir, write_private
from .terminal import warn

READY_WITHIN = 120.0  # recovery after a hard stop replays at most max_wal_size
LOG_LIMIT = 5_000_000


class EmbeddedPostgres:
    """Start from the main thread: the server is told when the starting thread dies."""

    def __init__(
        self,
        var: Path | str,
        *,
        database: str = cluster.USER,
        durable: bool = True,
        max_connections: int = 100,
        interrupted: Callable[[], bool] = lambda: False,
    ) -> None:
        self.var = Path(var).absolute()
        self.data_dir = self.var / "postgres"
        self.log_path = self.var / "postgres.log"
        self.database = database
        self.durable = durable
        self.max_connections = max_connections
        self.interrupted = interrupted
        self.process: subprocess.Popen[bytes] | None = None
        self.socket_dir = Path()
        self._lock = InstallationLock(self.var)
        self._identity = OURSELVES
        self._password = ""

    # -- life -----------------------------------------------------------------

    def start(self) -> str:
        """Ready for connections when it returns the address; refuses with CannotStart."""
        self._make_var()
        self._lock.acquire()
        try:
            program = cluster.binaries() / "postgres"
            self._identity = choose_identity(self.data_dir, program)
            stop_orphans(self.data_dir)
            self._password = cluster.kept_password(self.var)
            cluster.initialise(self.data_dir, self._identity, self._password, durable=self.durable)
            self.socket_dir = make_socket_dir(self.var, self._identity)
            self.launch()
            with self.connect_as_admin() as connection:
                cluster.ensure_database(connection, self.database, self._password)
            write_private(self.var / DATABASE_URL_FILE, self.url + "\n")
        except BaseException:
            self.stop()
            raise
        return self.url

    def launch(self) -> None:
        """Start the server process, also again after it died; same address as before."""
        stop_orphans(self.data_dir)
        for stale in self.socket_dir.glob(f"{SOCKET_NAME}*"):
            stale.unlink()
        self._write_configuration()
        if self.log_path.exists() and self.log_path.stat().st_size > LOG_LIMIT:
            self.log_path.replace(self.log_path.with_suffix(".log.1"))
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [cluster.binaries() / "postgres", "-D", self.data_dir],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=cluster.server_environment(),
                preexec_fn=child_setup(self._identity),
                # Not reached by a Ctrl-C of the terminal: web and worker stop first.
                process_group=0,
            )
        self._wait_until_ready(self.process)

    def stop(self, patience: float = 8.0) -> None:
        """Disconnects everyone and writes a checkpoint; harder when that takes too long."""
        if self.process is not None:
            _end(self.process, patience)
            self.process = None
        if self._lock.held:
            (self.var / DATABASE_URL_FILE).unlink(missing_ok=True)
            remove_socket_dir(self.var)
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

    # -- addresses ------------------------------------------------------------

    @property
    def url(self) -> str:
        return self.url_for(self.database)

    def url_for(self, database: str) -> str:
        host, password = quote(str(self.socket_dir), safe=""), quote(self._password, safe="")
        return f"postgresql://{cluster.USER}:{password}@{host}:5432/{database}"

    def connect_as_admin(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.socket_dir),
            port=5432,
            user=cluster.ADMIN,
            password=self._password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=2,
        )

    # -- steps ----------------------------------------------------------------

    def _make_var(self) -> None:
        try:
            self.var.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = f"Cannot make the data directory {self.var}: {error.strerror}."
            raise CannotStart(why) from None
        if not os.access(self.var, os.W_OK | os.X_OK):
            raise CannotStart(f"Cannot write to the data directory {self.var}.")

    def _write_configuration(self) -> None:
        text = tuning.configuration(
            self.socket_dir, durable=self.durable, max_connections=self.max_connections
        )
        (self.data_dir / "postgresql.conf").write_text(text)
        (self.data_dir / "pg_hba.conf").write_text(tuning.HBA)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        begun = time.monotonic()
        told = False
        while (waited := time.monotonic() - begun) < READY_WITHIN:
            if process.poll() is not None:
                raise CannotStart(f"PostgreSQL ended at once: {self._last_log_line()}")
            if self.interrupted():
                raise CannotStart("Stopped while the database was starting.")
            try:
                self.connect_as_admin().close()
                return
            except psycopg.OperationalError:
                time.sleep(0.03)
            if not told and waited > 2:
                warn("Waiting for the database (recovery) …")
                told = True
        raise CannotStart(f"PostgreSQL did not get ready: {self._last_log_line()}")

    def _last_log_line(self) -> str:
        lines = self.log_path.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"see {self.log_path}"


def _end(process: subprocess.Popen[bytes], patience: float) -> None:
    for sig, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 3.0), (signal.SIGKILL, 3.0)):
        if process.poll() is not None:
            return
        process.send_signal(sig)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
