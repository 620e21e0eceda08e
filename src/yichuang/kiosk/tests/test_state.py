"""What the kiosk makes of lists and waits."""

from __future__ import annotations

import pytest

from yichuang.kiosk.state import page_of, tiles


def test_list_when_it_fits_the_screen_then_on_one_page() -> None:
    shown = page_of(list(range(10)), "", 10)
    assert (len(shown["rows"]), shown["pages"], shown["before"], shown["after"]) == (10, 1, 0, 0)


def test_list_when_longer_than_the_screen_then_every_item_is_on_one_of_its_pages() -> None:
    rows = list(range(23))
    pages = page_of(rows, "", 10)["pages"]
    seen = [row for n in range(1, pages + 1) for row in page_of(rows, str(n), 10)["rows"]]
    assert seen == rows


@pytest.mark.parametrize("wanted", ["0", "99", "-1", "x", "²", ""])
def test_page_when_there_is_no_such_one_then_the_nearest(wanted: str) -> None:
    shown = page_of(list(range(23)), wanted, 10)
    assert shown["rows"]
    assert 1 <= shown["page"] <= shown["pages"]


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        ({"low": 4, "high": 9}, ("4-9", "分钟")),
        ({"low": 0, "high": 9}, ("9", "分钟内")),
        ({"low": 0, "high": 0}, ("1", "分钟内")),
    ],
)
def test_wait_is_told_as_a_range_or_by_its_end(wait: dict[str, int], told: tuple[str, str]) -> None:
    tile = tiles(3, wait)[1]
    assert (tile["value"], tile["unit"]) == told


def test_wait_when_unknown_then_not_told() -> None:
    assert len(tiles(3, None)) == 1
