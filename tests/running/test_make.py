"""What make says last: the reason, not 'Error 1'."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
