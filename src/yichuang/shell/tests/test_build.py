"""The front-end build: what it makes, how small, and that it rests when nothing changed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import yichuang
from yichuang.shell import assets, build

PACKAGE = Path(yichuang.__file__).parent


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    build.build()


def test_nothing_is_made_when_all_is_fresh() -> None:
    assert build.build() is False


def test_digits_are_small_and_complete() -> None:
    for weight in (600, 700):
        path = build.BUILT / f"digits-{weight}.woff2"
        assert path.stat().st_size < 8 * 1024
        cmap = TTFont(path).getBestCmap()
        assert set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ•-:/%") <= {chr(c) for c in cmap}


def test_ranges_of_the_sheet_are_those_of_the_subset() -> None:
    wanted = ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in assets.DIGIT_RANGES)
    for name in ("fonts.css", "fonts-optional.css"):
        assert (build.SHEETS / name).read_text().count(f"unicode-range:{wanted}}}") == 2


def test_every_icon_a_template_names_is_listed() -> None:
    known = json.loads((build.BUILT / "icons.json").read_text())
    for path in PACKAGE.glob("*/templates/**/*.html"):
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text()):
            assert name in known, (path, name)


def test_an_icon_joins_only_paths_that_may_follow_another() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg">'
        '<path stroke="none" d="M0 0h24v24H0z" fill="none"/>'
        '<path d="M1 1l2 2"/><path d="M3 3l4 4"/><path d="m5 5l1 1"/></svg>'
    )
    assert assets.icon_body(svg) == '<path d="M1 1l2 2M3 3l4 4"/><path d="m5 5l1 1"/>'


def test_an_icon_with_anything_but_paths_is_refused() -> None:
    with pytest.raises(ValueError, match="script"):
        assets.icon_body("<svg><script/></svg>")


def test_a_bundle_keeps_meaning_and_drops_the_rest() -> None:
    css = assets.bundle(
        ["/* why */\n.a > .b {\n  color: red;\n}\n", "@media (min-width:1px) { .c{d:e} }"]
    )
    assert css == ".a>.b{color:red}@media (min-width:1px){.c{d:e}}\n"


def test_the_lock_names_no_address() -> None:
    lock = json.loads((build.ROOT / "package-lock.json").read_text())
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]


def test_a_missing_icon_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(build.BuildFailed, match="icons.txt names"):
        build.outputs(tmp_path)
