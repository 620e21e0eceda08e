"""keys.js and scan.js by real key events: a scan fires no shortcut, wherever the focus is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .serving import serving

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><title>t</title><meta charset="utf-8">
<script src="/static/shell/scan.js" defer></script>
<script src="/static/shell/keys.js" defer></script>
<form data-enter-next onsubmit="return false"><input id="a" value="旧"><input id="b">
<select id="c"><option>3 号</option><option>1 号</option></select></form>
<textarea id="t"></textarea><input id="here" data-scan-here>
<button id="one" aria-keyshortcuts="1">1</button><button aria-keyshortcuts="F2">F2</button>
<button id="done" aria-keyshortcuts="Control+Enter">完成</button>
<button aria-keyshortcuts="F9" disabled>F9</button>
<input type="checkbox" id="digits" data-digit-keys>
<p id="out" tabindex="0">x</p>"""
WATCH = """
  window.fired = []; window.scans = []; window.gaps = []; let last = 0;
  addEventListener('keydown', e => { gaps.push(e.timeStamp - last); last = e.timeStamp; }, true);
  addEventListener('click', e => fired.push(e.target.textContent || e.target.id));
  document.addEventListener('scan', e => scans.push(e.detail.text));
  for (const k of '234567890') shell.keys.on(k, () => fired.push(k));
"""
CARD = "11010519491231002X"
DIGITS = "69012345678901234567"


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    with serving(page=lambda h: h.give(200, "text/html", PAGE.encode())) as url:
        context = chromium.new_context(bypass_csp=True)
        page = context.new_page()
        page.goto(url + "/page")
        page.evaluate(WATCH)
        yield page
        context.close()


def scan(page: Any, text: str, focus: str) -> None:
    """Real keys as a scanner sends them; on a busy machine again, until they were as quick."""
    before = page.evaluate("s => document.querySelector(s).value", focus)
    for _ in range(8):
        page.focus(focus)
        page.evaluate("fired.length = scans.length = gaps.length = 0")
        page.keyboard.type(text + "\n", delay=0)
        page.wait_for_timeout(150)
        if page.evaluate("Math.max(...gaps.slice(1))") < 30:
            return
        page.evaluate("([s, v]) => { document.querySelector(s).value = v }", [focus, before])
    raise AssertionError("this machine is too busy to type like a scanner")


@pytest.mark.parametrize("focus", ["#out", "#a", "#c", "#t", "#one", "#digits"])
@pytest.mark.parametrize("text", [DIGITS, CARD])
def test_a_scan_fires_no_shortcut_and_leaves_the_field(page: Any, text: str, focus: str) -> None:
    before = page.evaluate("s => document.querySelector(s).value", focus)
    scan(page, text, focus)
    assert page.evaluate("[fired, scans]") == [[], [text]]
    assert page.evaluate("s => document.querySelector(s).value", focus) == before


def test_a_scan_may_be_wanted_in_a_field(page: Any) -> None:
    scan(page, "ABC123456", "#here")
    assert page.evaluate("scans") == ["ABC123456"]
    assert page.input_value("#here").startswith("ABC12")


def test_single_digits_act_when_no_field_has_the_focus(page: Any) -> None:
    page.focus("#out")
    for key in "123":
        page.keyboard.press(key)
        page.wait_for_timeout(90)
    assert page.evaluate("fired") == ["1", "2", "3"]
    assert page.evaluate("scans") == []


def test_two_quick_digits_of_a_person_both_act(page: Any) -> None:
    page.focus("#out")
    page.keyboard.type("23", delay=10)
    page.wait_for_timeout(120)
    assert page.evaluate("fired") == ["2", "3"]


def test_digits_in_a_field_are_text(page: Any) -> None:
    page.focus("#b")
    page.keyboard.type("12", delay=90)
    page.wait_for_timeout(120)
    assert page.evaluate("fired") == []
    assert page.input_value("#b") == "12"


def test_digits_can_be_switched_off(page: Any) -> None:
    page.click("#digits")
    page.evaluate("fired.length = 0")
    page.focus("#out")
    page.keyboard.press("1")
    page.wait_for_timeout(120)
    assert page.evaluate("fired") == []
    page.keyboard.press("F2")
    page.wait_for_timeout(120)
    assert page.evaluate("fired") == ["F2"]


def test_function_keys_act_also_inside_a_field(page: Any) -> None:
    page.focus("#a")
    page.keyboard.press("F2")
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(120)
    assert sorted(page.evaluate("fired")) == ["F2", "完成"]


def test_a_disabled_control_has_no_key(page: Any) -> None:
    page.keyboard.press("F9")
    page.wait_for_timeout(120)
    assert page.evaluate("fired") == []


def test_nothing_acts_while_an_input_method_composes_or_a_key_repeats(page: Any) -> None:
    page.evaluate(
        """() => { const go = more => document.body.dispatchEvent(new KeyboardEvent('keydown',
        {key: 'F2', code: 'F2', bubbles: true, cancelable: true, ...more}));
        go({isComposing: true}); go({keyCode: 229}); go({repeat: true}); }"""
    )
    page.wait_for_timeout(120)
    assert page.evaluate("fired") == []


def test_a_scan_under_an_input_method_is_read_from_the_keys_and_undone(page: Any) -> None:
    page.focus("#a")
    page.evaluate(
        """text => { const a = document.getElementById('a'); let n = 0;
        for (const c of text) { a.value += c; a.dispatchEvent(new KeyboardEvent('keydown',
          {key: 'Process', code: 'Digit' + c, keyCode: 229, bubbles: true,
          cancelable: true})); } }""",
        "12345678",
    )
    page.wait_for_timeout(200)
    assert page.evaluate("[fired, scans]") == [[], ["12345678"]]


def test_enter_goes_from_field_to_field_then_to_finish(page: Any) -> None:
    page.focus("#a")
    at = []
    for _ in range(3):
        page.keyboard.press("Enter")
        at.append(page.evaluate("document.activeElement.id"))
    assert at == ["b", "c", "done"]
