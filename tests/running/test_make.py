"""What make says last: the reason, not 'Error 1'."""

from __future__ import annotations

import contextlib
import ensurepip
import functools
import hashlib
import os
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def make(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            "make",
            "-C",
            str(place),
            "-f",
            str(ROOT / "Makefile"),
            "--no-print-directory",
            *arguments,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def pretender(place: Path, text: str) -> str:
    path = place / "python"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return f"PYTHON={path}"


def test_demo_when_it_fails_says_why_in_its_last_line(tmp_path: Path) -> None:
    fails = pretender(tmp_path, "mkdir -p .make; echo Port 1 is taken > .make/reason; exit 1")
    done = make(tmp_path, "demo", fails)
    assert done.returncode != 0
    assert "Port 1 is taken" in done.stdout.splitlines()[-1]


def test_demo_when_it_ends_well_says_nothing_more(tmp_path: Path) -> None:
    done = make(tmp_path, "demo", pretender(tmp_path, 'echo "$@"'), "PORT=8123", "CROWD=0")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "scripts/install.py base .venv/bin/yichuang up --port 8123 --demo"
    ]


def test_install_when_python_is_too_old_says_so(tmp_path: Path) -> None:
    code = (
        "import sys; sys.version_info = (3, 9); sys.argv[1:] = ['base'];"
        f"sys.path.insert(0, {str(ROOT / 'scripts')!r}); import install;"
        f"from pathlib import Path; install.WORK = Path({str(tmp_path)!r});"
        "install.REASON = install.WORK / 'reason'; sys.exit(install.main(['base']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11 or newer is needed")
    assert (tmp_path / "reason").read_text().startswith("Python 3.11 or newer is needed")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def own_pip() -> Path:
    """That this Python brings along; a distribution may keep it in a place of its own."""
    kept = sysconfig.get_config_var("WHEEL_PKG_DIR")
    place = Path(kept) if kept else Path(ensurepip.__file__).parent / "_bundled"
    return next(place.glob("pip-*.whl"))


@contextlib.contextmanager
def index(place: Path) -> Iterator[str]:
    """A package index with the pip that this Python brings along."""
    (place / "simple" / "pip").mkdir(parents=True)
    bundled = own_pip()
    (place / "simple" / "pip" / bundled.name).write_bytes(bundled.read_bytes())
    page = f'<a href="./{bundled.name}#sha256=0">{bundled.name}</a>'
    (place / "simple" / "pip" / "index.html").write_text(page)
    handler = functools.partial(Quiet, directory=str(place))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/simple"
        server.shutdown()
        thread.join()


def bare(place: Path, url: str, name: str, digest: str) -> subprocess.CompletedProcess[str]:
    """make_venv() of a Python without ensurepip, as Debian's is without python3-venv."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r}); import install;"
        f"from pathlib import Path; place = Path({str(place)!r}); install.WORK = place;"
        "install.VENV = place / 'venv'; install.PYTHON = place / 'venv' / 'bin' / 'python';"
        f"install.PIP, install.PIP_SHA256 = {name!r}, {digest!r};"
        "find = install.importlib.util.find_spec;"
        "install.importlib.util.find_spec = lambda n: None if n == 'ensurepip' else find(n);"
        "\ntry: install.make_venv()\nexcept install.Failed as e: sys.exit(str(e))"
    )
    environ = {**os.environ, "PIP_INDEX_URL": url}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environ
    )


@pytest.mark.slow
def test_install_when_python_has_no_ensurepip_then_pip_comes_from_the_index_as_pinned(
    tmp_path: Path,
) -> None:
    wheel = own_pip()
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    with index(tmp_path) as url:
        changed = bare(tmp_path, url, wheel.name, "0" * 64)
        assert changed.returncode == 1
        assert f"{wheel.name} from {url} is not the one that is pinned" in changed.stderr
        gone = bare(tmp_path, url, "pip-0.0-py3-none-any.whl", digest)
        assert "does not have pip-0.0-py3-none-any.whl; install it" in gone.stderr
        done = bare(tmp_path, url, wheel.name, digest)
    assert (done.returncode, done.stderr) == (0, "")
    said = subprocess.run(
        [tmp_path / "venv" / "bin" / "python", "-m", "pip", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(tmp_path / "venv") in said.stdout
    unreachable = bare(tmp_path / "none", "http://127.0.0.1:9/simple", wheel.name, digest)
    assert unreachable.stderr.startswith("This Python has no pip and it cannot be fetched from")
