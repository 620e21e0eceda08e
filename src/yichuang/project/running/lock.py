"""One running installation per data directory."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from .errors import CannotStart
from .location import LOCK_FILE

PATIENCE = 1.0  # a reader asking "is it running?" holds the lock for an instant


class InstallationLock:
    def __init__(self, var: Path) -> None:
        self.var = var
        self._handle: int | None = None

    def acquire(self) -> None:
        """Taken for the life of this process; the kernel frees it, even after kill -9."""
        handle = os.open(self.var / LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    holder = os.pread(handle, 32, 0).decode(errors="replace").strip()
                    os.close(handle)
                    raise CannotStart(self._in_use(holder)) from None
                time.sleep(0.05)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        self._handle = handle

    @property
    def held(self) -> bool:
        return self._handle is not None

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _in_use(self, holder: str) -> str:
        who = f" (process {holder})" if holder else ""
        return (
            f"The data directory {self.var} is in use by a running installation{who}; "
            "stop it or name another one with YICHUANG_VAR (make: VAR=)."
        )
