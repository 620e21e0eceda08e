"""Files and directories that only we may read."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from .errors import CannotStart
from .identity import Identity

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 107  # bytes of sun_path
SOCKET_NOTE = "socket-dir"


def write_private(path: Path, text: str) -> None:
    """Mode 0600 from the first byte on, and never half written."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    temporary.rename(path)


def make_socket_dir(var: Path, identity: Identity) -> Path:
    """Short, random, mode 0700; `var` keeps a note so that a killed one is cleared away."""
    remove_socket_dir(var)
    for base in _bases():
        try:
            made = Path(tempfile.mkdtemp(prefix="yc-", dir=base))
        except OSError:
            continue
        if len(os.fsencode(made / SOCKET_NAME)) <= SOCKET_LIMIT:
            identity.own(made)
            (var / SOCKET_NOTE).write_text(f"{made}\n")
            return made
        made.rmdir()
    raise CannotStart("No directory for the database's socket: /tmp cannot be written to.")


def remove_socket_dir(var: Path) -> None:
    """Only a directory that looks like ours and is ours: the note may be old."""
    note = var / SOCKET_NOTE
    if not note.exists():
        return
    path = Path(note.read_text().strip())
    if path.name.startswith("yc-") and path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    note.unlink()


def _bases() -> list[str]:
    """A user's runtime directory may be out of reach for the account root hands over to."""
    named = os.environ.get("XDG_RUNTIME_DIR")
    bases = [named] if named and os.geteuid() != 0 else []
    return [*bases, tempfile.gettempdir(), "/tmp"]  # noqa: S108 - mkdtemp makes it 0700
