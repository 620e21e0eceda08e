"""The command `yichuang`. Django is loaded only by what needs it."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from .running.errors import CannotStart
from .running.location import database_url, var_dir
from .running.servers import DEFAULT_PORT
from .running.terminal import say, warn

WRONG_USAGE = 2

# name on the command line → (management command, needs a database, what it does)
MANAGED = {
    "migrate": ("migrate", True, "bring the database's tables up to date"),
    "load-catalogue": ("load_catalogue", True, "load items and packages from a YAML file"),
    "import-items": ("import_items", True, "import a hall's real list of items (CSV)"),
    "load-calendar": ("load_calendar", True, "load working days and holidays"),
    "load-demo": ("load_demo", True, "load the demonstration hall"),
    "token": ("token", True, "print a new API token of an account"),
    "crowd": ("crowd", True, "play citizens and workers against the running system"),
    "prepare": ("prepare", True, "bring database and static files up to date"),
}


def main(argv: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    # Taken out of the environment: what a child says is not why this command failed.
    reason = os.environ.pop("YICHUANG_REASON_FILE", None)
    code, line = _run(arguments)
    if line:
        warn(f"yichuang: {line}")
        if reason:
            Path(reason).write_text(line.rstrip(".") + "\n")
    return code


def _run(arguments: list[str]) -> tuple[int, str]:
    """The exit code, and what is wrong in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    try:
        if arguments and arguments[0] in MANAGED:
            _managed(arguments[0], arguments[1:])
            return 0, ""
        options = _parser().parse_args(arguments)
        os.environ["YICHUANG_VAR"] = str(var_dir())
        options.run(options)
    except CannotStart as error:
        return 1, str(error)
    except KeyboardInterrupt:
        return 130, ""
    return 0, ""


# -- servers ------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    others = "\n".join(f"  {name:<15} {text}" for name, (_, _, text) in sorted(MANAGED.items()))
    parser = argparse.ArgumentParser(
        prog="yichuang",
        description="The software a government service hall runs on.",
        epilog=f"further commands (each with --help):\n{others}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    up = commands.add_parser("up", help="database, web, streams and worker on one port")
    _address(up)
    up.add_argument("--demo", action="store_true", help="load the demonstration hall")
    up.add_argument("--crowd", action="store_true", help="let simulated citizens arrive")
    up.set_defaults(run=_up)

    web = commands.add_parser("web", help="pages and API (WSGI)")
    _address(web)
    # Python runs on one core a process.
    cores = min(4, os.cpu_count() or 1)
    web.add_argument(
        "--workers", type=_positive, default=cores, help=f"processes (default {cores}, by cores)"
    )
    web.add_argument("--threads", type=_positive, default=4, help="per process (default 4)")
    web.add_argument("--with-live", action="store_true", help="streams on the same port")
    web.add_argument("--fd", type=int, help=argparse.SUPPRESS)
    web.set_defaults(run=_web)

    live = commands.add_parser("live", help="event streams (ASGI)")
    _address(live, DEFAULT_PORT + 1)
    live.set_defaults(run=_live)

    worker = commands.add_parser("worker", help="queued tasks and recurring jobs")
    worker.set_defaults(run=_worker)
    return parser


class _Version(argparse.Action):
    """Looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        say(f"yichuang {version('yichuang')}")
        parser.exit()


def _address(parser: argparse.ArgumentParser, port: int = DEFAULT_PORT) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address (default 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=port, help=f"port (default {port})")


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port number (1 to 65535)")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def _up(options: argparse.Namespace) -> None:
    from .running.supervise import Installation, Wishes

    wishes = Wishes(var_dir(), options.host, options.port, options.demo, options.crowd)
    Installation(wishes).run()


def _web(options: argparse.Namespace) -> None:
    _require_database()
    from .running import servers

    if options.with_live:
        servers.serve_door(options.host, options.port, options.fd)
    else:
        servers.serve_web(options.host, options.port, options.workers, options.threads)


def _live(options: argparse.Namespace) -> None:
    _require_database()
    from .running import servers

    servers.serve_live(options.host, options.port)


def _worker(options: argparse.Namespace) -> None:
    _require_database()
    import django

    django.setup()
    from .running.worker import WorkerLoop

    WorkerLoop().run()


def _require_database() -> None:
    """Of a running installation on this data directory, unless DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        return
    found = database_url(var_dir())
    if found is None:
        raise CannotStart(
            f"No database: set DATABASE_URL, or start 'yichuang up' on {var_dir()} first."
        )
    os.environ["DATABASE_URL"] = found


# -- commands of the applications ----------------------------------------------


def _managed(name: str, arguments: list[str]) -> None:
    command, needs_database, _ = MANAGED[name]
    os.environ["YICHUANG_VAR"] = str(var_dir())
    asks_for_help = "--help" in arguments or "-h" in arguments
    with ExitStack() as stack:
        if needs_database and not asks_for_help:
            _lend_database(stack)
        _run_command(name, command, arguments)


def _lend_database(stack: ExitStack) -> None:
    """The running one, or the embedded one for the length of this command."""
    try:
        _require_database()
    except CannotStart:
        from .running.postgres import EmbeddedPostgres

        server = EmbeddedPostgres(var_dir())
        stack.enter_context(server)
        os.environ["DATABASE_URL"] = server.url


def _run_command(name: str, command: str, arguments: list[str]) -> None:
    import django

    django.setup()
    from django.core.management import get_commands, load_command_class
    from django.core.management.base import CommandError
    from django.db import DatabaseError

    from yichuang.kit.errors import DomainError

    try:
        app = get_commands()[command]
    except KeyError:
        raise CannotStart(f"this version has no command {name}") from None
    loaded = load_command_class(app, command) if isinstance(app, str) else app
    loaded._called_from_command_line = True  # type: ignore[attr-defined]
    parser = loaded.create_parser("yichuang", name)
    options = vars(parser.parse_args(arguments))
    positional = options.pop("args", ())
    try:
        loaded.execute(*positional, **options)
    except CommandError as error:
        raise CannotStart(str(error)) from None
    except DomainError as error:
        raise CannotStart(error.detail) from None
    except OSError as error:
        raise CannotStart(f"{error.filename or ''}: {error.strerror}".lstrip(": ")) from None
    except DatabaseError as error:
        said = str(error).strip().splitlines()
        raise CannotStart(
            f"the database refused: {said[0] if said else type(error).__name__}"
        ) from None
    except Exception as error:
        traceback.print_exc()
        said = str(error).strip().splitlines()
        raise CannotStart(
            f"{type(error).__name__}: {said[0] if said else 'no reason given'}"
        ) from None
