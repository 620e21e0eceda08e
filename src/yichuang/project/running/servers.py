"""What `yichuang web`, `live` and `worker` do, each a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import CannotStart
from .places import SPARE

DEFAULT_PORT = 8000
GRACE = 3  # seconds for requests under way and open streams when stopping


def check_port(host: str, port: int) -> None:
    listening_socket(host, port).close()


def listening_socket(host: str, port: int, backlog: int = 2048) -> socket.socket:
    """Bound here and handed down, so that callers wait while a web process is replaced."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(backlog)
    except OSError as error:
        sock.close()
        raise CannotStart(
            f"Port {port} on {host} cannot be used ({error.strerror}); "
            "stop the program that has it or choose another with --port (make: PORT=)."
        ) from None
    return sock


@contextmanager
def shared_metrics() -> Iterator[None]:
    """Counters of all processes below this one add up in one place."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        yield
        return
    place = tempfile.mkdtemp(prefix="yc-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = place
    try:
        yield
    finally:
        del os.environ["PROMETHEUS_MULTIPROC_DIR"]
        shutil.rmtree(place, ignore_errors=True)


def serve_web(host: str, port: int, workers: int, threads: int) -> None:
    """Pages and API by granian; each thread keeps its database connection."""
    from granian.constants import Interfaces
    from granian.server import Server

    check_port(host, port)
    with shared_metrics():
        # Workers are spawned: they read it in project/wsgi.py and die with this process.
        os.environ["YICHUANG_WEB_PARENT"] = str(os.getpid())
        os.environ["YICHUANG_WEB_PLACES"] = str(threads)
        _prepare_static_files()
        Server(
            "yichuang.project.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads + SPARE,
            blocking_threads_idle_timeout=600,
            backlog=2048,
            log_enabled=False,
            respawn_failed_workers=True,
            workers_kill_timeout=2 * GRACE,
            process_name="yichuang web",
        ).serve()


def _prepare_static_files() -> None:
    """In a process of its own: this one only watches and has no use for Django's memory."""
    command = [sys.executable, "-m", "yichuang", "prepare", "--only-static"]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise CannotStart(f"Static files: {said[-1] if said else done.returncode}")


def serve_door(host: str, port: int, fd: int | None) -> None:
    """`web` inside `up`: pages, API and streams on one port."""
    sock = socket.socket(fileno=fd) if fd is not None else listening_socket(host, port)
    with shared_metrics():
        _uvicorn("yichuang.project.running.door:application", sock)


def serve_live(host: str, port: int) -> None:
    _uvicorn("yichuang.project.asgi:application", listening_socket(host, port, backlog=8192))


def _uvicorn(target: str, sock: socket.socket) -> None:
    import django
    import uvicorn

    django.setup()
    from yichuang.live.server import StreamServer

    config = uvicorn.Config(
        target,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=75,
        backlog=8192,
    )
    StreamServer(config).run(sockets=[sock])
