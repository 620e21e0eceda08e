"""Where an installation keeps its things, readable without Django."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping
from pathlib import Path

DATABASE_URL_FILE = "database-url"
LOCK_FILE = "lock"


def var_dir(environ: Mapping[str, str] | None = None) -> Path:
    """The data directory of this installation (`YICHUANG_VAR`, else ./var)."""
    environ = os.environ if environ is None else environ
    return Path(environ.get("YICHUANG_VAR") or "var").absolute()


def is_running(var: Path) -> bool:
    """True while a process holds the installation's lock."""
    try:
        handle = os.open(var / LOCK_FILE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def database_url(var: Path | str) -> str | None:
    """The address of the embedded server that runs on `var`, else None.

    A file left behind by a killed installation is not believed: the lock tells.
    """
    var = Path(var)
    try:
        url = (var / DATABASE_URL_FILE).read_text().strip()
    except OSError:
        return None
    return url if url and is_running(var) else None
