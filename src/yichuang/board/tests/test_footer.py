"""The line of waiting queues: every count is seen, whole, however many and long their names."""

from __future__ import annotations

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


def seen(
    chromium: Any, html: str, size: tuple[int, int], turns: int
) -> tuple[list[str], list[str]]:
    build()
    with serving(board=answering(html)) as url:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]})
        page = context.new_page()
        page.clock.install()
        page.goto(f"{url}/board")
        page.evaluate("document.fonts.ready")
        rows: list[str] = []
        for _ in range(turns):
            rows += page.evaluate(SEEN)
            page.clock.run_for(6000)
        cut = page.evaluate(CUT)
        context.close()
    return rows, cut


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [1, 3, 6, 10])
def test_queues_when_many_with_long_names_then_every_count_has_its_turn_and_none_is_cut(
    chromium: Any, size: tuple[int, int], count: int
) -> None:
    rows, cut = seen(chromium, display(LONG[:count]), size, count)
    wanted = {f"{name}{130 - 9 * n}" for n, name in enumerate(LONG[:count])}
    assert set(rows) == wanted
    assert cut == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("calls", [1, 2])
@pytest.mark.parametrize("reasons", [[], ["检修"], ["停" * 120, "修" * 100, "换" * 80]])
@pytest.mark.parametrize("last", [6, 12])
def test_call_when_queues_are_many_and_some_stopped_then_it_keeps_its_room(
    chromium: Any, size: tuple[int, int], calls: int, reasons: list[str], last: int
) -> None:
    _rows, cut = seen(chromium, display(LONG, calls, reasons, last), size, 1)
    assert cut == []


def test_queue_when_its_name_is_longer_than_the_line_then_the_name_is_cut_and_not_the_count(
    chromium: Any,
) -> None:
    rows, cut = seen(chromium, display(["很长的名字" * 12, LONG[0]]), (1080, 1920), 2)
    assert {row[-3:] for row in rows} == {"130", "121"}
    assert cut == []
