"""Chromium for the example pages; the front end built once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from yichuang.shell.build import build

from .serving import serving


@pytest.fixture(scope="session")
def gallery_url(chromium: Any) -> Iterator[str]:
    build()
    with serving() as url:
        yield url
