"""Files stay small enough to be read at once (design: 400 lines, tests 600, templates 120)."""

from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "yichuang"
FILES = [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
TEMPLATES = list(SOURCE.rglob("templates/**/*.html"))


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_file_is_small(path: Path) -> None:
    assert lines(path) <= (600 if "tests" in path.parts else 400)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_template_is_small(path: Path) -> None:
    assert lines(path) <= 120
