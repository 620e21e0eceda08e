"""The example pages in Chromium: axe, reflow, targets, weight and the content security policy."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from yichuang.shell.build import ROOT

from . import gallery

pytestmark = pytest.mark.browser
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text
MODES = ("std", "elder")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def opened(chromium: Any, url: str, name: str, mode: str, size: tuple[int, int]) -> Any:
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{url}/{name}?mode={mode}")
    return page


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", gallery.ALL)
def test_axe_finds_nothing(chromium: Any, gallery_url: str, name: str, mode: str) -> None:
    page = opened(chromium, gallery_url, name, mode, gallery.SIZES.get(name, (390, 844)))
    page.evaluate(AXE())
    found = page.evaluate(
        "tags => axe.run({runOnly: tags}).then(r => r.violations.map("
        "v => v.id + ' ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; ')))",
        RULES,
    )
    page.context.close()
    assert found == []


OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll('body *')]
    .filter(el => el.getBoundingClientRect().right > wide + 1)
    .map(el => el.tagName + '.' + el.className).slice(0, 5);
}"""
CUT = """() => [...document.querySelectorAll('main, header, footer, .act, .card, .seg')]
  .filter(el => el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).overflowX !== 'visible')
  .map(el => el.tagName + '.' + el.className)"""


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", [*gallery.CITIZEN, "desk", "dash", "kiosk", "kiosk-phone"])
def test_nothing_scrolls_sideways_at_320_px(
    chromium: Any, gallery_url: str, name: str, mode: str
) -> None:
    page = opened(chromium, gallery_url, name, mode, (320, 640))
    over = page.evaluate(OVERFLOW)
    page.context.close()
    assert over == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", [*gallery.CITIZEN, "desk", "dash"])
def test_nothing_scrolls_sideways_with_a_root_font_of_30_px(
    chromium: Any, gallery_url: str, name: str, mode: str
) -> None:
    for size in ((390, 844), gallery.SIZES.get(name, (390, 844))):
        page = opened(chromium, gallery_url, name, mode, size)
        page.add_style_tag(content="html{font-size:30px}")
        over = page.evaluate(OVERFLOW) or page.evaluate(CUT)
        page.context.close()
        assert over == []


@pytest.mark.parametrize(("mode", "least"), [("std", 44), ("elder", 60)])
@pytest.mark.parametrize("name", gallery.CITIZEN)
def test_targets_are_large_enough(
    chromium: Any, gallery_url: str, name: str, mode: str, least: int
) -> None:
    """Links, buttons and choices; a link's height counts, its words decide the width."""
    page = opened(chromium, gallery_url, name, mode, (390, 844))
    small = page.evaluate(
        """least => [...document.querySelectorAll('a, button, summary, .choice, .input')]
        .filter(el => el.getClientRects().length && !el.classList.contains('skip'))
        .map(el => [el, el.getBoundingClientRect()])
        .filter(([el, box]) => box.height < least - 0.5 ||
          (el.tagName !== 'A' && box.width < least - 0.5))
        .map(([el, box]) => el.outerHTML.slice(0, 80) + ' ' + box.width + '×' + box.height)""",
        least,
    )
    page.context.close()
    assert small == []


@pytest.mark.parametrize("name", gallery.CITIZEN)
def test_a_citizen_page_is_light(chromium: Any, gallery_url: str, name: str) -> None:
    """≤ 60 KB compressed, ≤ 8 requests, no shift of layout, nothing refused by the policy."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    sizes: dict[str, int] = {}
    said: list[str] = []

    def count(response: Any) -> None:
        body = response.body()
        small = response.url.endswith(".woff2")
        sizes[response.url] = len(body) if small else len(gzip.compress(body, 6))

    page.on("response", count)
    page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
    page.goto(f"{gallery_url}/{name}", wait_until="networkidle")
    shift = page.evaluate(
        """() => new Promise(done => { let sum = 0; new PerformanceObserver(list => {
        for (const e of list.getEntries()) sum += e.value; })
        .observe({type: 'layout-shift', buffered: true});
        setTimeout(() => done(sum), 200); })"""
    )
    context.close()
    assert said == []
    assert shift == 0
    assert len(sizes) <= 8, sizes
    assert sum(sizes.values()) <= 60 * 1024, sizes


@pytest.mark.parametrize("name", [*gallery.STAFF, *gallery.SCREENS])
def test_a_screen_asks_for_nothing_the_policy_refuses(
    chromium: Any, gallery_url: str, name: str
) -> None:
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    page.goto(f"{gallery_url}/{name}", wait_until="networkidle")
    context.close()
    assert said == []


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614)])
def test_the_desk_fits_its_screen(chromium: Any, gallery_url: str, size: tuple[int, int]) -> None:
    page = opened(chromium, gallery_url, "desk", "std", size)
    heights = page.evaluate("[document.documentElement.scrollHeight, innerHeight]")
    deeds = page.locator(".deeds").bounding_box()
    page.context.close()
    assert heights[0] <= heights[1]
    assert deeds["y"] + deeds["height"] <= size[1] + 1


def test_the_guide_prints_on_one_page(chromium: Any, gallery_url: str, tmp_path: Path) -> None:
    page = opened(chromium, gallery_url, "guide", "std", (390, 844))
    pdf = page.pdf(prefer_css_page_size=True)
    page.context.close()
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
