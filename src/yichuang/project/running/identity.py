"""Under whose name PostgreSQL runs: it refuses uid 0, and we may be root.

As root the server gets a user namespace in which nobody (65534) stands for the
real user: no account is added, no mode of a foreign directory is changed. Where
namespaces are refused, an unprivileged account that can reach the directories
is taken, else the start ends with one line.
"""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .errors import CannotStart

NOBODY = 65534
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """`namespace`: map nobody to us; else `uid`/`gid` when we must change, else ourselves."""

    namespace: bool = False
    uid: int | None = None
    gid: int | None = None

    def assume(self) -> None:
        """Runs in the forked child, before exec."""
        if self.namespace:
            enter_namespace()
        elif self.uid is not None and self.gid is not None:
            os.setgroups([])
            os.setresgid(self.gid, self.gid, self.gid)
            os.setresuid(self.uid, self.uid, self.uid)

    def own(self, made: Path) -> None:
        """Hand over a directory or file that we have just made."""
        if self.uid is not None and self.gid is not None:
            os.chown(made, self.uid, self.gid)


OURSELVES = Identity()
NAMESPACE = Identity(namespace=True)


def enter_namespace() -> None:
    uid, gid = os.geteuid(), os.getegid()
    if _libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{NOBODY} {uid} 1"),
        ("gid_map", f"{NOBODY} {gid} 1"),
    ):
        Path("/proc/self", name).write_text(text)
    # The new namespace came with every capability; exec drops them for a uid that is not 0.
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def die_with_parent(sig: int) -> None:
    """Last step before exec, as a change of identity clears the request."""
    _libc.prctl(PR_SET_PDEATHSIG, sig, 0, 0, 0)


def child_setup(identity: Identity, death_signal: int = signal.SIGINT) -> Callable[[], None]:
    """A `preexec_fn`; start the child from the main thread, for the signal follows the thread."""
    parent = os.getpid()

    def setup() -> None:
        identity.assume()
        # A restrictive umask of the caller is fine, an open one is not.
        os.umask(0o077)
        die_with_parent(death_signal)
        # In a user namespace the parent is still visible: the pid namespace is the same.
        if os.getppid() != parent:
            os._exit(1)

    return setup


def choose_identity(data_dir: Path, program: Path) -> Identity:
    """The first identity that can run `program` and work in `data_dir` (which may not exist)."""
    candidates = list(_candidates(data_dir))
    for identity in candidates:
        if _can_work(identity, data_dir, program):
            return identity
    if os.geteuid() != 0:
        raise CannotStart(f"No access to {data_dir}: it belongs to another user.")
    raise CannotStart(
        "PostgreSQL does not run as root, user namespaces are refused here and no unprivileged "
        f"account reaches {data_dir.parent}; start as an ordinary user or set DATABASE_URL."
    )


def _candidates(data_dir: Path) -> list[Identity]:
    if os.geteuid() != 0:
        return [OURSELVES]
    if data_dir.exists():
        owner = data_dir.stat()
        if owner.st_uid != 0:
            return [Identity(uid=owner.st_uid, gid=owner.st_gid)]
        return [NAMESPACE]
    parent = data_dir.parent.stat()
    accounts = [Identity(uid=NOBODY, gid=NOBODY)]
    if parent.st_uid != 0:
        accounts.insert(0, Identity(uid=parent.st_uid, gid=parent.st_gid))
    return [NAMESPACE, *accounts]


def _can_work(identity: Identity, data_dir: Path, program: Path) -> bool:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            identity.assume()
            code = 0 if _reaches(identity, data_dir, program) else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _reaches(identity: Identity, data_dir: Path, program: Path) -> bool:
    if not os.access(program, os.X_OK):
        return False
    if data_dir.exists():
        return os.access(data_dir, os.R_OK | os.W_OK | os.X_OK)
    # An account gets the directory made for it; it must only come as far as its parent.
    makes_it_itself = identity.uid is None
    needed = os.X_OK | (os.W_OK if makes_it_itself else 0)
    return os.access(data_dir.parent, needed)
