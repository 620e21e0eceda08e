"""The floor of browsers, and amber as "now / your turn" only: over the sheets of every slice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import yichuang

PACKAGE = Path(yichuang.__file__).parent
SHEETS = [
    *sorted((PACKAGE / "shell/sheets").glob("*.css")),
    *(p for p in sorted(PACKAGE.glob("*/static/**/*.css")) if "built" not in p.parts),
]
SCRIPTS = [p for p in sorted(PACKAGE.glob("*/static/**/*.js")) if "built" not in p.parts]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))

# What Chromium 86 does not have, and the version that brought it.
TOO_NEW_CSS = {
    r":has\(": 105,
    r":is\(|:where\(": 88,
    r":not\([^()]*,": 88,
    r"@container|container-type": 105,
    r"@layer": 99,
    r"(?<![\w-])inset\s*:": 87,
    r"(margin|padding|border|inset)-(inline|block)\s*:": 87,
    r"aspect-ratio": 88,
    r"accent-color": 93,
    r"color-mix\(|oklch\(|lab\(": 111,
    r"(?<![\w-])(translate|rotate|scale)\s*:": 104,
    r"(?<![\w-])overflow(-[xy])?\s*:\s*clip": 90,
}
TOO_NEW_JS = {
    r"\.at\(": 92,
    r"structuredClone|Object\.hasOwn|crypto\.randomUUID": 98,
    r"AbortSignal\.timeout": 103,
    r"\.findLast|\.toSorted|\.toReversed|Array\.fromAsync": 97,
    r"Object\.groupBy": 117,
}


def bare(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def problems(css: str) -> list[str]:
    css = bare(css)
    found = [
        f"{hit.group(0)} needs Chromium {version}"
        for pattern, version in TOO_NEW_CSS.items()
        for hit in re.finditer(pattern, css)
    ]
    found += [f"nesting in {selector}" for selector in nested(css)]
    # dvh is allowed only as a second thought after the same property in vh.
    for block in re.findall(r"\{([^{}]*)\}", css):
        for name in re.findall(r"([\w-]+)\s*:[^;]*\d[dsl]v[hw]", block):
            if not re.search(rf"(?<![\w-]){name}\s*:[^;]*\dv[hw][^;]*;.*\d[dsl]v[hw]", block, re.S):
                found.append(f"bare dvh in {name}")
    return found


def nested(css: str) -> list[str]:
    """Selectors of rules that stand inside another rule (an @-rule may hold rules)."""
    found, stack, start = [], [], 0
    for place, char in enumerate(css):
        if char in "{};":
            head = css[start:place].strip()
            start = place + 1
            if char == "{":
                if any(not outer.startswith("@") for outer in stack):
                    found.append(head)
                stack.append(head)
            elif char == "}":
                stack.pop()
    return found


def amber_problems(css: str) -> list[str]:
    """Rules that use amber although neither 'now' nor 'turn' is in their selector."""
    rules = re.findall(r"([^{};]*)\{([^{}]*)\}", bare(css))
    return [
        selector.strip()
        for selector, block in rules
        if "var(--now" in block and not re.search(r"now|turn", selector)
    ]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_a_sheet_keeps_to_the_floor(sheet: Path) -> None:
    assert problems(sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_amber_says_now_and_nothing_else(sheet: Path) -> None:
    assert amber_problems(sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_colours_are_named_in_tokens_only(sheet: Path) -> None:
    if sheet.name == "tokens.css":
        return
    css = re.sub(r"body\{background:none;color:#000\}", "", bare(sheet.read_text()))
    assert re.findall(r":[^;{}]*?(#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\()", css) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_a_script_keeps_to_the_floor(script: Path) -> None:
    found = [p for p in TOO_NEW_JS if re.search(p, script.read_text())]
    assert found == []


@pytest.mark.parametrize(
    "css",
    [
        "a:has(b){c:d}",
        ".a{.b{c:d}}",
        ".a{&:hover{c:d}}",
        ".a{height:100dvh}",
        "@container (width>1px){a{b:c}}",
        ".a{inset:0}",
        ".a{padding-inline:1px}",
    ],
)
def test_the_lint_sees_what_the_floor_lacks(css: str) -> None:
    assert problems(css)


def test_the_lint_lets_fallbacks_and_at_rules_pass() -> None:
    assert problems(".a{height:100vh;height:100dvh}@media print{.a{b:c}}") == []


def test_the_lint_sees_amber_as_decoration() -> None:
    assert amber_problems(".tag-hot{background:var(--now)}")
    assert not amber_problems(".ticket-turn{background:var(--now)}")


def test_no_template_draws_in_amber_or_styles_inline() -> None:
    for path in TEMPLATES:
        text = path.read_text()
        amber = [line for line in text.splitlines() if "ffc629" in line.lower()]
        assert not [line for line in amber if not re.search("turn|now", line)], path
        assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=\"", text), path


def test_chinese_stands_with_full_width_punctuation() -> None:
    """Between two Chinese characters; tags and variables are taken out first."""
    for path in TEMPLATES:
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|<[^>]*>", " ", path.read_text())
        found = re.findall(r"[一-鿿][,:;?!()][一-鿿]", text)
        assert found == [], (path, found)


def test_the_font_stack_does_not_begin_with_system_ui() -> None:
    tokens = (PACKAGE / "shell/sheets/tokens.css").read_text()
    stack = re.search(r"--sans:([^;]*);", tokens)
    assert stack
    assert not stack.group(1).startswith("system-ui")
