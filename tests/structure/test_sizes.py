"""Files stay small enough to be read at once (design: Size). Function lengths: test_house.py."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "yichuang"
FILES = sorted(
    path
    for folder in ("src", "tests", "bench", "scripts")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
OURS = [p for p in FILES if p.is_relative_to(SOURCE) and "tests" not in p.parts]
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
MOST, MOST_OF_A_TEST, MOST_OF_A_TEMPLATE = 400, 600, 120
SHORT, SHARE = 158, 0.9


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_file_is_small(path: Path) -> None:
    assert lines(path) <= (MOST_OF_A_TEST if "tests" in path.parts else MOST)


def test_nine_of_ten_files_are_short() -> None:
    long = sorted((lines(p), name(p)) for p in OURS if lines(p) > SHORT)
    short = 1 - len(long) / len(OURS)
    assert short >= SHARE, f"{short:.1%} within {SHORT} lines; split one of {long[:12]}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_is_small(path: Path) -> None:
    assert lines(path) <= MOST_OF_A_TEMPLATE
