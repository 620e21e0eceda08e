"""Every text that people read is marked for translation (gettext), or stands here with a reason.

Marked is what is an argument of a gettext function, or of `Literal[…]` (a value of a file).
Chinese is the source language, so a Han character is how an unmarked text is found.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "yichuang"
HAN = re.compile(r"[\u3400-\u9fff]")
GETTEXT = re.compile(r"(n|p|np)?gettext(_lazy|_noop)?")
SLICE = {"migrations", "tests"}
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef

# (file, what is defined there; * is all of it): why it is not shown, or not to be translated.
ALLOWED = {
    ("board/voice.py", "*"): "Mandarin as it is spoken: digits and numbers read aloud",
    ("catalogue/asking.py", "_TRUE"): "answers that are read, not shown",
    ("catalogue/rules/values.py", "*"): "values of catalogue files that are compared with",
    ("catalogue/searching.py", "_NOISE"): "words that are searched with",
    ("desk/carrying.py", "ONLY"): "values of the catalogue",
    ("kit/documents/services.py", "_number"): "an official number, the same in every language",
    ("cases/documents/receipt.py", "RECEIPT"): "the mark in an official number",
    ("portal/guides.py", "_ICONS"): "words of the catalogue that choose a picture",
    ("portal/rows.py", "life_situations"): "parts of catalogue names that are left out",
    ("project/api.py", "api"): "the name of the product",
    ("project/settings.py", "LANGUAGES"): "languages by their own names",
    ("project/running/announcement.py", "*"): "the terminal names screens as they name themselves",
    ("project/crowd/workers.py", "*"): "what simulated people say: demonstration data",
    ("project/demo.py", "*"): "demonstration data",
}


def files(*suffixes: str) -> list[Path]:
    found = (p for p in SOURCE.rglob("*") if p.suffix in suffixes)
    return sorted(p for p in found if not SLICE & set(p.parts) and "built" not in p.parts)


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def unmarked(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """Where it is defined, line and text of every constant that is not marked."""
    marks = set(_gettext_names(tree))
    for top in tree.body:
        yield from ((_defined(top), *found) for found in _in(top, marks))


def _gettext_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from (a.asname or a.name for a in node.names if GETTEXT.fullmatch(a.name))


def _in(node: ast.AST, marks: set[str]) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and HAN.search(node.value):
            yield node.lineno, node.value
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in marks:
        return
    if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "Literal":
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    for child in ast.iter_child_nodes(node):
        yield from _in(child, marks)


def built(tree: ast.Module) -> Iterator[int]:
    """Lines where a text is put together before gettext sees it: no translation has such."""
    marks = set(_gettext_names(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in marks:
            yield from (a.lineno for a in node.args if isinstance(a, ast.JoinedStr | ast.BinOp))


def _defined(node: ast.stmt) -> str:
    if isinstance(node, FUNCTION | ast.ClassDef):
        return node.name
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    first = target.elts[0] if isinstance(target, ast.Tuple) else target
    return first.id if isinstance(first, ast.Name) else ""


@pytest.mark.parametrize("path", files(".py"), ids=name)
def test_text_in_python_is_marked_and_marked_whole(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    found = [
        f"line {line}: {text}"
        for where, line, text in unmarked(tree)
        if (name(path), where) not in ALLOWED and (name(path), "*") not in ALLOWED
    ]
    assert not found, "\n".join(["mark with gettext:", *found])
    lines = list(built(tree))
    assert not lines, f"lines {lines}: mark the whole sentence, with %(name)s for what varies"


def test_what_is_allowed_is_still_there() -> None:
    for file, where in ALLOWED:
        found = list(unmarked(ast.parse((SOURCE / file).read_text("utf-8"))))
        assert any(where in ("*", here) for here, _line, _text in found), (file, where)


TAGS = [
    r"\{#.*?#\}",
    r"\{% comment\b.*?\{% endcomment %\}",
    r"\{% blocktrans(late)?\b.*?\{% endblocktrans(late)? %\}",
    r"\{% trans(late)? .*?%\}",
    r"<!--.*?-->",
    r"\b_\((\"[^\"]*\"|'[^']*')\)",
]
MARKED = re.compile("|".join(TAGS), re.DOTALL)


@pytest.mark.parametrize("path", files(".html", ".txt", ".svg"), ids=name)
def test_text_in_a_template_is_marked(path: Path) -> None:
    text = MARKED.sub(lambda found: "\n" * found[0].count("\n"), path.read_text("utf-8"))
    found = [f"line {n}: {s}" for n, s in enumerate(text.splitlines(), 1) if HAN.search(s)]
    assert not found, "\n".join(["mark with translate:", *found])


@pytest.mark.parametrize("path", files(".typ", ".js"), ids=name)
def test_text_of_papers_and_scripts_comes_from_python_or_the_page(path: Path) -> None:
    text = re.sub(r"(?m)(?<!:)//.*$|/\*(?s:.*?)\*/", "", path.read_text("utf-8"))
    found = [f"line {n}: {s}" for n, s in enumerate(text.splitlines(), 1) if HAN.search(s)]
    assert not found, "\n".join(["pass it in:", *found])


@pytest.mark.parametrize("path", files(".typ"), ids=name)
def test_paper_says_only_words_that_are_in_its_table(path: Path) -> None:
    beside = path.with_suffix(".py")
    tables = [
        SOURCE / "kit" / "documents" / "typesetting.py",
        *([beside] if beside.exists() else []),
    ]
    known = {key for table in tables for key in _words(ast.parse(table.read_text("utf-8")))}
    code = re.sub(r"(?m)//.*$", "", path.read_text("utf-8"))
    said = set(re.findall(r"\bw\(\"([a-z_]+)\"", code))
    assert said and said <= known, said - known


def _words(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        value = getattr(node, "value", None)
        if _defined(node) == "WORDS" and isinstance(value, ast.Dict):
            yield from (key.value for key in value.keys if isinstance(key, ast.Constant))


def test_a_text_is_found_wherever_it_stands() -> None:
    tree = ast.parse(
        "from django.utils.translation import gettext as _\n"
        "A = {'k': '甲'}\n"
        "def f(x: Literal['乙']):\n    '''丙'''\n    return _('丁') + f'戊{x}'\n"
    )
    assert list(unmarked(tree)) == [("A", 2, "甲"), ("f", 5, "戊")]
    assert not list(built(tree))


def test_a_text_is_found_that_is_built_before_it_is_marked() -> None:
    marked = "from django.utils.translation import gettext as _\n_('甲')\n"
    assert list(built(ast.parse(marked + "_(f'乙{x}')\n_('丙' % x)"))) == [3, 4]
