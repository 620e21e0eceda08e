"""What the documents claim exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLICES = sorted(p.parent for p in (ROOT / "src" / "yichuang").glob("*/__init__.py"))
ROWS = [
    line
    for line in (ROOT / "docs" / "practices.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| practice")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:40])
def test_practice_names_its_tests_or_is_not_there_yet(row: str) -> None:
    shown = row.strip("|").split("|")[-1].strip()
    if shown == "not there yet":
        return
    named = re.findall(r"`([^`]+)`", shown)
    assert named, f"say where it is shown: {row}"
    for path, _, test in (each.partition("::") for each in named):
        assert (ROOT / path).is_file(), f"{path}: name the file and the test, file::test"
        assert test in named_in(ROOT / path), f"no {test} in {path}"


def named_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    found = (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {name for name in found if name.startswith("test_")}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/architecture.md"])
def test_links_of_a_document_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
    assert links or name == "docs/architecture.md"
    for link in links:
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize("slice_", SLICES, ids=lambda path: path.name)
def test_slice_says_in_twenty_lines_what_stands_where(slice_: Path) -> None:
    """Every file it names is there: beside it, in one of its folders, or from the root."""
    lines = (slice_ / "README.md").read_text("utf-8").splitlines()
    assert lines[0].startswith(f"# {slice_.name}")
    assert len(lines) <= 20
    for name in re.findall(r"`([\w./-]+(?:\.(?:py|md|txt|css|js|yaml)|/))`", "\n".join(lines)):
        if not name.startswith("/"):
            beside = [path for path in slice_.rglob(Path(name).name) if path.match(name)]
            assert beside or (ROOT / name).exists(), name
