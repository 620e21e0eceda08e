"""Times of day are the hall's own, whatever zone the server is in."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "yichuang"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
FILTERED = re.compile(r"(?:\|timezone:[\w.]+)?\|(?:date|time)\b")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_template_shows_times_in_a_zone_that_it_names(path: Path) -> None:
    """`|date` alone is in the installation's zone, and `{% now %}` has no moment passed to it."""
    text = path.read_text("utf-8")
    bare = [f for f in FILTERED.findall(text) if not f.startswith("|timezone:")]
    assert not bare, "write `|timezone:hall.timezone|date:…`"
    assert not re.search(r"\{% now\b", text), "pass the moment in and give it a zone"
