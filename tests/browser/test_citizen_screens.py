"""Every citizen screen: accessible in both modes, narrow, light, printable."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, KIOSK, BOARD = (
    {"width": 390, "height": 844},
    {"width": 1080, "height": 1920},
    {"width": 1920, "height": 1080},
)
PORTAL = [
    "/",
    "/items/",
    "/items/?q=身份证",
    "/items/?q=没有这种事",
    "/items/GA-HZ-002/",
    "/items/SJ-001/",
    "/items/GJJ-001/questions/",
    "/items/GJJ-001/list/?a=reason~buy",
    "/items/GA-HZ-002/take/",
    "/take/",
    "/take/ask/",
    "TICKET",
    "TICKET/cancel/",
    "/items/NO-SUCH/",
    "/accounts/login/",
    "/documents/",
]
MACHINES = [
    ("/kiosk/qinghe/", KIOSK, "kiosk1"),
    ("/kiosk/qinghe/items/", KIOSK, "kiosk1"),
    ("/kiosk/qinghe/items/?department=GA", KIOSK, "kiosk1"),
    ("/kiosk/qinghe/help/", KIOSK, "kiosk1"),
    ("/kiosk/qinghe/take/?item=NO-SUCH", KIOSK, "kiosk1"),
    ("/kiosk/qinghe/take/?item=GA-HZ-002", KIOSK, "kiosk1"),
    ("/board/qinghe/", BOARD, "board1"),
    ("/board/qinghe/3/", BOARD, "board1"),
]
LIGHT, REQUESTS = 60_000, 8


def own_ticket(page: Any) -> str:
    page.goto("/items/GA-HZ-002/take/")
    page.click("button:has-text('取号')")
    return str(page.url).rstrip("/")


def violations(page: Any) -> list[str]:
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": max(tall, 640)})
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)[
        "violations"
    ]
    return [
        f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary']}" for v in found
    ]


def addresses(page: Any) -> list[str]:
    ticket = own_ticket(page)
    return [address.replace("TICKET", ticket) for address in PORTAL]


@pytest.mark.parametrize("mode", ["std", "elder"])
def test_portal_pages_have_no_axe_violation(visitor: Any, mode: str) -> None:
    page = visitor(PHONE)
    wrong = {}
    for address in addresses(page):
        page.goto(address + ("&" if "?" in address else "?") + f"mode={mode}")
        for fold in page.locator("details").all():
            fold.evaluate("one => { one.open = true; }")
        if found := violations(page):
            wrong[address] = found
    assert wrong == {}


@pytest.mark.parametrize("mode", ["std", "elder"])
def test_machines_pages_have_no_axe_violation(hall: Any, visitor: Any, mode: str) -> None:
    wrong = {}
    kiosk, board = visitor(KIOSK, "kiosk1"), visitor(BOARD, "board1")
    for address, _size, user in MACHINES:
        page = kiosk if user == "kiosk1" else board
        page.goto(address + ("&" if "?" in address else "?") + f"mode={mode}")
        for fold in page.locator("details").all():
            fold.evaluate("one => { one.open = true; }")
        if found := violations(page):
            wrong[address] = found
    assert wrong == {}


@pytest.mark.parametrize("mode", ["std", "elder"])
def test_no_page_scrolls_sideways_at_320_px_or_with_a_30_px_font(visitor: Any, mode: str) -> None:
    page = visitor({"width": 320, "height": 640})
    wide = []
    for address in addresses(page):
        page.goto(address + ("&" if "?" in address else "?") + f"mode={mode}")
        for font in ("", "30px"):
            page.evaluate("size => { document.documentElement.style.fontSize = size; }", font)
            excess = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if excess > 0:
                wide.append((address, font, excess))
    assert wide == []


def test_targets_are_large_enough(visitor: Any) -> None:
    """44×44, elder-friendly 60×60: the visible box of everything that is pressed."""
    small = []
    for mode, least in (("std", 44), ("elder", 60)):
        page = visitor(PHONE)
        for address in addresses(page):
            page.goto(address + ("&" if "?" in address else "?") + f"mode={mode}")
            small += [(mode, address, *one) for one in page.evaluate(SMALL, least)]
    assert small == []


SMALL = """least => [...document.querySelectorAll('a[href],button,input,select,textarea,summary')]
  .filter(e => e.offsetParent && !e.closest('.vh,.skip') && e.type !== 'hidden')
  .map(e => (e.type === 'radio' || e.type === 'checkbox') ? e.closest('label') : e)
  .map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < least - 0.5 || box.width < least - 0.5)
  .map(([text, box]) => [text, Math.round(box.width), Math.round(box.height)])"""


@pytest.mark.parametrize("mode", ["std", "elder"])
def test_papers_on_the_page_of_a_sheet_take_the_whole_width(
    hall: Any, visitor: Any, mode: str
) -> None:
    told = hall.api("worker1").post("/halls/qinghe/sheets", json={"item": "JT-001"}).json()
    page = visitor(PHONE)
    page.goto(f"/documents/{told['code']}/?mode={mode}")
    papers = page.evaluate(SIDES, ".facts>div:last-child")
    assert [one[1:] for one in papers] == [page.evaluate(SIDES, ".facts")[0][1:]]


@pytest.mark.parametrize("width", [390, 1366])
def test_fields_of_the_ticket_form_are_as_wide_as_the_column(visitor: Any, width: int) -> None:
    page = visitor({"width": width, "height": 844})
    narrow = []
    for mode in ("std", "elder"):
        page.goto(f"/items/GA-HZ-002/take/?mode={mode}")
        for fold in page.locator("details").all():
            fold.evaluate("one => { one.open = true; }")
        column = page.evaluate(SIDES, "h2 + .fold")[0][1:]
        fields = page.evaluate(SIDES, ".input, .choice, .act .btn")
        assert len(fields) > 6
        narrow += [(mode, *one) for one in fields if one[1:] != column]
    assert narrow == []


SIDES = """all => [...document.querySelectorAll(all)].map(e => [e, e.getBoundingClientRect()])
  .map(([e, box]) => [e.name || e.textContent.trim(), Math.round(box.left), Math.round(box.right)])"""


def test_a_first_visit_is_light(visitor: Any) -> None:
    """Compressed bytes and requests of a first visit, everything included."""
    heavy = []
    for address in ("/", "/items/GA-HZ-002/", "/items/GA-HZ-002/take/", "TICKET"):
        if address == "TICKET":
            address = own_ticket(visitor(PHONE))
        page = visitor(PHONE)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda e, s=sizes: s.append(e["encodedDataLength"]))
        page.goto(address, wait_until="load")
        page.wait_for_timeout(500)
        own = sizes[:REQUESTS] if "/t/" in address else sizes  # live news comes after the visit
        if sum(own) > LIGHT or len(own) > REQUESTS:
            heavy.append((address, sum(own), len(own)))
    assert heavy == []


def test_a_guide_prints_on_one_page_without_live_numbers(visitor: Any) -> None:
    page = visitor(PHONE, js=False)
    for item in ("GA-HZ-002", "YB-001", "ZR-001", "JY-001", "SJ-003"):
        page.goto(f"/items/{item}/")
        page.emulate_media(media="print")
        pdf = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, item
        assert not page.locator(".tiles").is_visible()
