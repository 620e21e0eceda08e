"""docs/flows shows the tables as they are, all of them and no other."""

from importlib import import_module
from pathlib import Path

import pytest

from yichuang.project.charts import charts

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "flows"
FLOWS = [p.parent.name for p in sorted((ROOT / "src" / "yichuang").glob("*/flow.py"))]


@pytest.mark.parametrize("name", sorted(charts()))
def test_chart_is_fresh(name: str) -> None:
    assert (DOCS / f"{name}.md").read_text("utf-8") == charts()[name], "run: yichuang charts"


@pytest.mark.parametrize("capability", [c for c in FLOWS if c != "kit"])
def test_every_flow_has_a_chart(capability: str) -> None:
    flow = import_module(f"yichuang.{capability}.flow").FLOW
    assert flow.name in charts(), "add it to project/charts.py"


def test_no_chart_is_left_of_a_flow_that_is_gone() -> None:
    assert {p.stem for p in DOCS.glob("*.md")} == {*charts()}
