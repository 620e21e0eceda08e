"""Collected, hashed and compressed static files, renewed when a source has changed."""

from __future__ import annotations

import fcntl
import hashlib
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> bool:
    """True when there was something to do; two processes starting at once do it once."""
    root = settings.STATIC_ROOT
    root.mkdir(parents=True, exist_ok=True)
    stamp = root / ".sources"
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = _fingerprint()
        if stamp.exists() and stamp.read_text() == wanted:
            return False
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            digest.update(f"{name} {state.st_mtime_ns} {state.st_size}\n".encode())
    return digest.hexdigest()
