"""What the documents claim exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    line
    for line in (ROOT / "docs" / "practices.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| practice")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_practice_has_a_test_or_is_not_there_yet(row: str) -> None:
    shown = row.strip("|").split("|")[-1].strip()
    if shown == "not there yet":
        return
    paths = re.findall(r"`([^`]+)`", shown)
    assert paths, f"say where it is shown: {row}"
    for path in paths:
        found = ROOT / path
        assert found.exists(), path
        tests = [found] if found.is_file() else list(found.glob("test_*.py"))
        assert any("def test_" in test.read_text("utf-8") for test in tests), path


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/architecture.md"])
def test_links_of_a_document_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
    assert links or name == "docs/architecture.md"
    for link in links:
        assert (page.parent / link).exists(), link
