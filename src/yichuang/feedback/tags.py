"""Reasons that can be tapped, from data/tags.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Tag:
    code: str
    text: str
    levels: tuple[int, ...]
    source: str  # national, own


@cache
def tags() -> dict[str, Tag]:
    rows = yaml.safe_load((Path(__file__).parent / "data" / "tags.yaml").read_text("utf-8"))
    return {r["code"]: Tag(r["code"], r["text"], tuple(r["levels"]), r["source"]) for r in rows}


def tags_for(level: int) -> list[Tag]:
    return [tag for tag in tags().values() if level in tag.levels]
