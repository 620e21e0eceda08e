"""The line of waiting queues: every count is seen, whole, however many and long their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import product
from typing import Any

import pytest

from yichuang.shell.build import build
from yichuang.shell.tests.serving import serving

from .pages import LONG, answering, display

SIZES = [(1920, 1080), (1366, 768), (1080, 1920)]
# Names and counts in the part of the list that is seen now; those partly outside; overflows.
SEEN = """() => {
  const box = document.querySelector('[data-queues]').getBoundingClientRect();
  return [...document.querySelectorAll('[data-queues] li')]
    .filter(one => { const own = one.getBoundingClientRect();
      return own.top > box.top - 2 && own.bottom < box.bottom + 2; })
    .map(one => one.textContent);
}"""
CUT = """() => {
  const all = [...document.querySelectorAll('footer > *, .waiting > *, .now-call > *, .row > *')];
  return all.filter(e => e.offsetParent).filter(e => {
    const own = e.getBoundingClientRect(), around = e.parentElement.getBoundingClientRect();
    return own.bottom > Math.min(around.bottom, innerHeight) + 2 || own.top < around.top - 2
      || own.right > Math.min(around.right, innerWidth) + 2;
  }).map(e => e.className + ' ' + e.textContent.trim().slice(0, 20));
}"""


@pytest.fixture
def shown(chromium: Any) -> Iterator[Callable[[str], Any]]:
    """A display of this HTML, whose clock the test turns."""
    build()
    with ExitStack() as after:

        def show(html: str) -> Any:
            url = after.enter_context(serving(board=answering(html)))
            page = chromium.new_page()
            after.callback(page.close)
            page.clock.install()
            page.goto(f"{url}/board")
            page.evaluate("document.fonts.ready")
            return page

        yield show


def resize(page: Any, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.clock.run_for(100)


def seen(page: Any, turns: int) -> list[str]:
    rows: list[str] = []
    for _ in range(turns):
        rows += page.evaluate(SEEN)
        page.clock.run_for(6000)
    return rows


@pytest.mark.parametrize("count", [1, 3, 6, 10])
def test_queues_when_many_with_long_names_then_every_count_has_its_turn_and_none_is_cut(
    shown: Callable[[str], Any], count: int
) -> None:
    page = shown(display(LONG[:count]))
    wanted = {f"{name}{130 - 9 * n}" for n, name in enumerate(LONG[:count])}
    for size in SIZES:
        resize(page, size)
        assert set(seen(page, count)) == wanted
        assert page.evaluate(CUT) == []
        parts = page.locator("[data-page]")
        assert parts.is_visible() == (set(page.evaluate(SEEN)) != wanted)


@pytest.mark.parametrize("reasons", [[], ["检修"], ["停" * 120, "修" * 100, "换" * 80]])
def test_call_when_queues_are_many_and_some_stopped_then_it_keeps_its_room(
    shown: Callable[[str], Any], reasons: list[str]
) -> None:
    cut = []
    for calls, last in product((1, 2), (6, 12)):
        page = shown(display(LONG, calls, reasons, last))
        for size in SIZES:
            resize(page, size)
            cut += [(calls, last, size, one) for one in page.evaluate(CUT)]
    assert cut == []


def test_queues_when_nobody_was_passed_then_they_have_both_lines(
    shown: Callable[[str], Any],
) -> None:
    page = shown(display(LONG[:4], passed=()))
    assert len(page.evaluate(SEEN)) == 4
    assert not page.locator("[data-page]").is_visible()


def test_queue_when_its_name_is_longer_than_the_line_then_the_name_is_cut_and_not_the_count(
    shown: Callable[[str], Any],
) -> None:
    page = shown(display(["很长的名字" * 12, LONG[0]]))
    resize(page, (1080, 1920))
    assert {row[-3:] for row in seen(page, 2)} == {"130", "121"}
    assert page.evaluate(CUT) == []
