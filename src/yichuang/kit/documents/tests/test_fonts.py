import struct
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from yichuang.kit.documents.cmap import character_ranges
from yichuang.kit.documents.fonts import DEBIAN, font_set, printable, wheel_folder

WHEEL = font_set((wheel_folder(),))


@pytest.mark.parametrize("character", "𬸚㼆〇·—“”☆①㎡")
def test_printable_character_of_every_bare_machine_stays(character: str) -> None:
    assert printable(character, WHEEL) == (character, [])


@pytest.mark.parametrize(
    ("character", "printed"),
    [("𫚈", "〔U+2B688〕"), ("\ue000", "〔U+E000〕"), ("😀", "〔U+1F600〕")],
)
def test_printable_without_a_glyph_is_told_and_replaced(character: str, printed: str) -> None:
    assert printable(f"王{character}", WHEEL) == (f"王{printed}", [character])


def test_printable_tells_each_missing_character_once() -> None:
    assert printable("𫚈𫚈", WHEEL) == ("〔U+2B688〕〔U+2B688〕", ["𫚈"])


def test_printable_control_characters_go_and_line_breaks_stay() -> None:
    assert printable("a\u0007b\nc\td\u200b", WHEEL) == ("ab\nc d", [])


def test_printable_variation_selector_is_told_and_its_base_prints() -> None:
    assert printable("葛\U000e0100", WHEEL) == ("葛", ["\U000e0100"])


def test_font_set_of_the_bare_machine_has_both_faces_and_no_bold() -> None:
    assert (WHEEL.sans, WHEEL.serif) == (("Noto Sans SC",), ("Noto Serif SC",))
    assert WHEEL.bold_sans is None


def test_font_set_without_any_font_says_which_wheel() -> None:
    with pytest.raises(RuntimeError, match="pylopdf-fonts-zh-cn"):
        font_set((DEBIAN[0] / "no-such-folder",))


@pytest.mark.parametrize("kind", [12, 4])
def test_character_ranges_are_those_that_fonttools_reads(kind: int, tmp_path: Path) -> None:
    with TTFont(wheel_folder() / "NotoSansSC-Regular.otf", lazy=True) as font:
        chosen = next(t for t in font["cmap"].tables if t.format == kind)
        body, expected = chosen.compile(font), set(chosen.cmap)
    head = struct.pack(">HHHHL", 0, 1, 3, 10 if kind == 12 else 1, 12)
    cmap = head + body
    file = struct.pack(">LHHHH4sLLL", 0x00010000, 1, 0, 0, 0, b"cmap", 0, 28, len(cmap)) + cmap
    (tmp_path / "font").write_bytes(file)
    found = character_ranges(tmp_path / "font")
    assert {p for first, last in found for p in range(first, last + 1)} == expected


def test_character_ranges_of_a_file_without_a_map_is_refused(tmp_path: Path) -> None:
    (tmp_path / "font").write_bytes(struct.pack(">LHHHH", 0x00010000, 0, 0, 0, 0))
    with pytest.raises(ValueError, match="cmap"):
        character_ranges(tmp_path / "font")
