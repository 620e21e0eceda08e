"""Chromium for the example pages; the front end built once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from yichuang.shell.build import build

from .serving import serving


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser of its own per test session; never skipped when missing."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("YICHUANG_CHROMIUM") or shutil.which("chromium")
    assert path, "chromium is missing: apt-get install chromium, or set YICHUANG_CHROMIUM"
    build()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def gallery_url(chromium: Any) -> Iterator[str]:
    with serving() as url:
        yield url
