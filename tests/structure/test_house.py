"""Rules of the house that a reader would otherwise have to remember."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from yichuang.kit.events import sentences

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "yichuang"
MODULES = [p for p in SOURCE.rglob("*.py") if not {"migrations", "tests"} & set(p.parts)]
AUDIENCES = {"desk", "portal", "kiosk", "board", "office", "floor"}
EDGES = [
    p
    for p in MODULES
    if p.stem in {"views", "api", "urls", "forms", "access"}
    or {"views", "api"} & set(p.parent.parts[-1:])
]
SCREENS = [p for p in MODULES if p.relative_to(SOURCE).parts[0] in AUDIENCES]
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
SETTING = re.compile(r"\bYICHUANG_[A-Z][A-Z0-9_]*\b")


def name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def looks_at_tables(path: Path) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr in MANAGERS)
        or (isinstance(node, ast.Name) and node.id in SHORTCUTS)
    ]


@pytest.mark.parametrize("path", [p for p in EDGES if "kit" not in p.parts], ids=name)
def test_edge_asks_queries_and_never_the_tables(path: Path) -> None:
    """Objects are fetched together with the permission to see them (get_x_for)."""
    found = looks_at_tables(path)
    assert not found, f"a table is asked in lines {found}: write a query"


@pytest.mark.parametrize("path", SCREENS, ids=name)
def test_screen_composes_and_never_asks_the_tables(path: Path) -> None:
    """Screens have no tables and ask none: capabilities do, with their permission."""
    assert path.stem != "models"
    found = looks_at_tables(path)
    assert not found, f"a table is asked in lines {found}: write a query of its capability"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_empty_post_is_no_get(path: Path) -> None:
    """A body without fields is a press all the same: ask the method, not the fields."""
    asked: list[ast.expr] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.BoolOp):
            asked += node.values[:-1] if isinstance(node.op, ast.Or) else node.values
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            asked.append(node.test)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            asked.append(node.operand)
    found = [n.lineno for n in asked if isinstance(n, ast.Attribute) and n.attr == "POST"]
    assert not found, f"POST asked for its truth in lines {found}: request.method tells"


@pytest.mark.parametrize("path", [p for p in MODULES if p.stem == "events"], ids=name)
def test_event_constants_are_declared_with_a_sentence(path: Path) -> None:
    __import__(f"yichuang.{'.'.join(path.relative_to(SOURCE).with_suffix('').parts)}")
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            target = node.targets[0]
            assert not (isinstance(target, ast.Name) and target.id.isupper()), "use declare()"


def test_every_event_has_a_sentence_and_a_name_of_two_words() -> None:
    assert len(sentences()) > 20
    for event, text in sentences().items():
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", event), event
        assert re.search(r"[\u4e00-\u9fff]", text), event


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    used = {
        found
        for folder in (SOURCE, ROOT / "scripts")
        for path in folder.rglob("*.py")
        if "tests" not in path.parts
        for found in SETTING.findall(path.read_text("utf-8"))
    }
    # Names of Django settings of ours that the environment sets through _kept_secret.
    used |= {"YICHUANG_SECRET_KEY"}
    told = set(SETTING.findall((ROOT / "docs" / "settings.md").read_text("utf-8")))
    assert told == used, f"untold {sorted(used - told)}, unknown {sorted(told - used)}"


# Of the system and of libraries, meant as everywhere else.
COMMON = {"PATH", "PATH_INFO", "XDG_RUNTIME_DIR", "DJANGO_SETTINGS_MODULE"}
FROM_OUTSIDE = re.compile(
    r"""(?:environ(?:\.(?:get|pop|setdefault))?|getenv)[\[(]\s*["']([A-Z]\w+)"""
)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_what_is_read_of_the_environment_is_documented(path: Path) -> None:
    told = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for found in {*FROM_OUTSIDE.findall(path.read_text("utf-8"))} - COMMON:
        assert f"`{found}`" in told, f"{found}: write it into docs/settings.md"


@pytest.mark.parametrize(
    "app",
    [a for a in apps.get_app_configs() if a.name.startswith("yichuang.")],
    ids=lambda a: a.label,
)
def test_tables_have_their_migrations(app: object) -> None:
    with translation.override(None):
        loader = MigrationLoader(None)
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph)
    assert app.label not in changes, changes.get(app.label)  # type: ignore[attr-defined]


def test_an_arrow_only_goes_down() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([lint], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_function_is_short(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{node.name}: {length} lines"


MOST_OF_A_HANDLER = 15


def handled(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines without signature and docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or node.lineno) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", EDGES, ids=name)
def test_handler_parses_asks_and_renders_in_few_lines(path: Path) -> None:
    """What takes a request, and its helpers that do (design: One capability)."""
    functions = [
        n for n in tree(path).body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    handlers = [n for n in functions if n.args.args and n.args.args[0].arg == "request"]
    long = [f"{name(path)}:{n.name}" for n in handlers if handled(n) > MOST_OF_A_HANDLER]
    assert not long, f"over {MOST_OF_A_HANDLER} lines"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_error_is_swallowed_in_silence(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            silent = len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
            assert not silent, f"line {node.lineno}: except … pass"
