"""`yichuang up`: database, web with the streams inside, worker; one port, one parent."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from .announcement import announcement
from .children import FIRST_DELAY, LONGEST_DELAY, Child, stop_all
from .errors import CannotStart
from .identity import OURSELVES, child_setup
from .postgres import EmbeddedPostgres
from .servers import listening_socket
from .terminal import say, warn

TICK = 0.2
OPEN_WITHIN = 60.0
CHILDREN_STOP_WITHIN = 5.0
HOPELESS = 4  # deaths before the first answer


@dataclass(frozen=True)
class Wishes:
    var: Path
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    crowd: bool = False


class Stopped(Exception):
    """Asked to stop before everything had started."""


class Installation:
    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        reached_at = "127.0.0.1" if wishes.host in ("0.0.0.0", "::") else wishes.host  # noqa: S104
        self.url = f"http://{reached_at}:{wishes.port}"
        self.stopping = False
        self.database: EmbeddedPostgres | None = None
        self.children: list[Child] = []
        self._socket: socket.socket | None = None
        self._metrics = ""
        self._database_delay = FIRST_DELAY

    def run(self) -> None:
        """Until told to stop; CannotStart says why it did not come so far."""
        for sig in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sig, self._stop)
        try:
            self._start()
            while not self.stopping:
                self._tend()
                time.sleep(TICK)
        except Stopped:
            return
        except CannotStart:
            if not self.stopping:
                raise
        finally:
            self._end()

    def _stop(self, *_: object) -> None:
        self.stopping = True

    # -- start ----------------------------------------------------------------

    def _start(self) -> None:
        wishes = self.wishes
        self._socket = listening_socket(wishes.host, wishes.port)
        os.set_inheritable(self._socket.fileno(), True)
        environ = dict(os.environ, YICHUANG_VAR=str(wishes.var), YICHUANG_URL=self.url)
        environ.setdefault("YICHUANG_PUBLIC_URL", self.url)
        if "DATABASE_URL" not in environ:
            say("Starting the database …")
            self.database = EmbeddedPostgres(wishes.var, interrupted=lambda: self.stopping)
            environ["DATABASE_URL"] = self.database.start()
        self._metrics = tempfile.mkdtemp(prefix="yc-metrics-")
        environ["PROMETHEUS_MULTIPROC_DIR"] = self._metrics
        self._prepare(environ)
        self._start_children(environ, self._socket)
        self._wait_until_open()

    def _prepare(self, environ: dict[str, str]) -> None:
        command = [sys.executable, "-m", "yichuang", "prepare"]
        command += ["--demo"] if self.wishes.demo else []
        process = subprocess.Popen(
            command,
            env=environ,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            preexec_fn=child_setup(OURSELVES, signal.SIGTERM),
        )
        while process.poll() is None and not self.stopping:
            time.sleep(0.05)
        if self.stopping:
            process.terminate()
            process.wait()
            raise Stopped
        if process.returncode != 0:
            said = process.stderr.read().decode(errors="replace").strip() if process.stderr else ""
            warn(said)
            reason = (said.splitlines() or ["no reason given"])[-1].removeprefix("yichuang: ")
            raise CannotStart(f"Preparing failed: {reason}")

    def _start_children(self, environ: dict[str, str], sock: socket.socket) -> None:
        wishes, logs = self.wishes, self.wishes.var / "logs"
        logs.mkdir(exist_ok=True)
        fd = sock.fileno()
        address = ("--host", wishes.host, "--port", str(wishes.port))
        self.children = [
            Child(
                "web",
                (*address, "--with-live", "--fd", str(fd)),
                environ,
                log=_fresh_log(logs / "web.log"),
                # At once: a dying web process must not keep the port from the next start.
                death_signal=signal.SIGKILL,
                pass_fds=(fd,),
            ),
            Child("worker", (), environ, log=_fresh_log(logs / "worker.log")),
        ]
        for child in self.children:
            child.start()

    def _wait_until_open(self) -> None:
        begun = time.monotonic()
        web = self.children[0]
        while not _answers(self.url):
            if self.stopping:
                raise Stopped
            self._tend()
            if web.restarts >= HOPELESS or time.monotonic() - begun > OPEN_WITHIN:
                raise CannotStart(f"The web process does not answer: {web.last_words()}")
            time.sleep(0.1)
        if self.wishes.crowd:
            self._start_crowd()
        say(announcement(self.url, self.wishes.var) if self.wishes.demo else f"Open: {self.url}/")

    def _start_crowd(self) -> None:
        environ = dict(self.children[0].environ)
        log = _fresh_log(self.wishes.var / "logs" / "crowd.log")
        arguments = ("--url", self.url, "--people", "600", "--workers", "22")
        crowd = Child("crowd", (*arguments, "--first-worker", "3"), environ, log=log)
        crowd.start()
        self.children.append(crowd)

    # -- life -----------------------------------------------------------------

    def _tend(self) -> None:
        if self.database is not None and not self.database.alive():
            self._restart_database(self.database)
        for child in self.children:
            code = child.tend()
            if code is not None and not self.stopping:
                warn(f"{child.name} ended ({code}), starting it again")

    def _restart_database(self, database: EmbeddedPostgres) -> None:
        warn("The database ended, starting it again")
        try:
            database.launch()
            self._database_delay = FIRST_DELAY
        except (CannotStart, OSError) as error:
            warn(error)
            time.sleep(self._database_delay)
            self._database_delay = min(self._database_delay * 2, LONGEST_DELAY)

    # -- end ------------------------------------------------------------------

    def _end(self) -> None:
        if self._socket is not None:
            self._socket.close()
        stop_all(self.children, CHILDREN_STOP_WITHIN)
        if self.database is not None:
            self.database.stop(patience=5.0)
        if self._metrics:
            shutil.rmtree(self._metrics, ignore_errors=True)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 - ours
            return bool(answer.status == 200)
    except OSError:
        return False


def _fresh_log(path: Path, limit: int = 10_000_000) -> Path:
    if path.exists() and path.stat().st_size > limit:
        path.replace(path.with_suffix(".log.1"))
    return path
