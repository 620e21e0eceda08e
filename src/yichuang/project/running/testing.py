"""pytest plugin: one embedded PostgreSQL for a whole test run.

Loaded by `-p` in pyproject.toml, because pytest-django reads the settings before any
conftest.py. The controlling process starts the server in a directory of its own, so
that several runs can go on in one checkout; xdist's workers inherit the address.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .errors import CannotStart
from .postgres import EmbeddedPostgres

MAX_CONNECTIONS = 200  # race tests: 32 threads in each of several workers


class TestDatabase:
    __test__ = False

    def __init__(self) -> None:
        self.var = Path(tempfile.mkdtemp(prefix="yichuang-test-"))
        (self.var / "static").mkdir()  # whitenoise warns of a missing one
        self.server = EmbeddedPostgres(self.var, durable=False, max_connections=MAX_CONNECTIONS)

    def start(self) -> None:
        try:
            os.environ["DATABASE_URL"] = self.server.start()
        except CannotStart as error:
            shutil.rmtree(self.var, ignore_errors=True)
            raise pytest.UsageError(str(error)) from error
        os.environ["YICHUANG_VAR"] = str(self.var)

    def pytest_unconfigure(self) -> None:
        self.server.stop()
        shutil.rmtree(self.var, ignore_errors=True)


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    os.environ.setdefault("YICHUANG_TEST", "1")
    if "DATABASE_URL" not in os.environ:
        database = TestDatabase()
        database.start()
        early_config.pluginmanager.register(database, "yichuang-test-database")
    return (yield)
