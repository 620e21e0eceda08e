"""Every screen has its picture, and every picture its screen."""

import re
import struct
from pathlib import Path

import pytest
from django.urls import get_resolver

from yichuang.cases.documents.receipt import RECEIPT
from yichuang.cases.documents.sheet import SHEET

PLACE = Path(__file__).parents[2] / "docs" / "screens"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (PLACE / "README.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| screen", "| paper"))
]
SCREENS = [row for row in ROWS if "`/" in row[1]]
PAPERS = [row for row in ROWS if row[1] in ("80 mm", "A4")]
NO_SCREEN = {"healthz", "readyz", "metrics", "api"}


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_pictures_that_exist_are_of_a_screen() -> None:
    names = [name for row in ROWS for name in quoted(row[2])]
    assert len(names) == len(set(names))
    for path in PLACE.glob("*.png"):
        assert any(f"{path.stem}-".startswith(f"{name}-") for name in names), path.name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_screen_has_a_picture_that_opens(row: list[str]) -> None:
    names = quoted(row[2])
    assert names
    for name in names:
        head = (PLACE / f"{name}.png").read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        assert min(struct.unpack(">II", head[16:])) >= 500, f"{name}: too small to see"


def test_every_family_of_addresses_is_a_screen() -> None:
    """The first word of each route, from the URL configuration itself."""
    words = {str(entry.pattern).split("/")[0] for entry in get_resolver().url_patterns} - {""}
    words |= {
        str(entry.pattern).split("/")[0]
        for outer in get_resolver().url_patterns
        if not str(outer.pattern)
        for entry in outer.url_patterns
    }
    shown = {address.split("/")[1] for row in SCREENS for address in quoted(row[1])}
    assert words - NO_SCREEN == shown


def test_every_paper_has_a_picture() -> None:
    assert [row[1] for row in PAPERS] == ["80 mm", "80 mm", "A4"]
    assert {SHEET.papers[0], RECEIPT.papers[0]} == {"80mm", "a4"}
