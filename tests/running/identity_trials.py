"""Runs as a process of its own: `identity_trials.py KIND VAR`, prints who the server ran as.

ordinary: as an unprivileged user. refused: as root where user namespaces are refused.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import psycopg

from yichuang.project.running.identity import CLONE_NEWUSER, NOBODY, choose_identity
from yichuang.project.running.postgres import EmbeddedPostgres


def become_ordinary() -> None:
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def refuse_namespaces() -> None:
    """A namespace with all users, in which no further one may be made."""
    ready, mapped = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) != 0:
            os._exit(1)
        os.write(ready[1], b"x")
        os.read(mapped[0], 1)
        Path("/proc/sys/user/max_user_namespaces").write_text("0")
        return
    os.read(ready[0], 1)
    for name in ("uid_map", "gid_map"):
        Path(f"/proc/{child}/{name}").write_text("0 0 65536")
    os.write(mapped[1], b"x")
    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def main(kind: str, var: Path) -> None:
    {"ordinary": become_ordinary, "refused": refuse_namespaces, "plain": lambda: None}[kind]()
    with EmbeddedPostgres(var) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("create table kept as select 1 as value")
        assert server.process is not None
        owner = Path(f"/proc/{server.process.pid}").stat().st_uid
        sys.stdout.write(f"server {owner} data {server.data_dir.stat().st_uid}\n")
    with EmbeddedPostgres(var) as server, psycopg.connect(server.url) as connection:
        found = connection.execute("select value from kept").fetchone()
        identity = choose_identity(server.data_dir, Path("/bin/true"))
        sys.stdout.write(f"again {found} {identity}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
