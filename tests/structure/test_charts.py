"""docs/flows shows the tables as they are."""

from pathlib import Path

import pytest

from yichuang.project.charts import charts

DOCS = Path(__file__).parents[2] / "docs" / "flows"


@pytest.mark.parametrize("name", sorted(charts()))
def test_chart_is_fresh(name: str) -> None:
    assert (DOCS / f"{name}.md").read_text("utf-8") == charts()[name], "run: yichuang charts"
