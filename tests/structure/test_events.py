"""Every event can be told to people: sentence, subject and each key of its data, in words.

Both sides are read from the code: the declarations from the running system, and what is written
from the source. kit.events.writing refuses an undeclared key when it is written; statements
that tell of their own row (TELLING) are only seen here.
"""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import URLResolver, get_resolver

from yichuang.desk.views.tickets import PLAIN, WITH_REASON
from yichuang.floor.views import ACTIONS
from yichuang.kit.events import declared
from yichuang.office.naming import LOOKUPS
from yichuang.office.refusals import DEEDS, REASONS, ROUTES, place_of
from yichuang.office.searching import ELSEWHERE, GROUPS

SOURCE = Path(__file__).parents[2] / "src" / "yichuang"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if not {"migrations", "tests"} & set(p.parts))
HAN = re.compile(r"[\u3400-\u9fff]")
WRITES = re.compile(r"\b(w|writer)\.add\(|record_access\(|\b(step|save|tell|_tell\w*)\(|TELLING")
OURS = {name: one for name, one in declared().items() if not name.startswith("trial.")}
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
BUILT = re.compile(r"AS actor,\s*(jsonb_build_object\(.*?)\s+AS data", re.DOTALL)


@pytest.mark.parametrize("name", sorted(OURS))
def test_event_has_a_sentence_and_words_for_its_data(name: str) -> None:
    one = OURS[name]
    assert HAN.search(one.text)
    for key, detail in one.data.items():
        assert HAN.search(detail.label), key
        assert detail.kind in LOOKUPS or not detail.kind, f"{key}: who knows a {detail.kind}?"
    assert one.about.kind in LOOKUPS or not one.about.kind
    assert one.about.key in one.data or not one.about.key
    assert name.partition(".")[0] in ELSEWHERE.union(GROUPS), "in which group is it looked for?"


def literal_keys(node: ast.AST) -> Iterator[str]:
    """Of {'a': 1, **({'b': 2} if x else {})}, and of unions of such; of outer keys alone."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                yield str(key.value)
            elif key is None:
                yield from literal_keys(value)
    elif isinstance(node, ast.IfExp):
        yield from (*literal_keys(node.body), *literal_keys(node.orelse))
    elif isinstance(node, ast.BinOp):
        yield from (*literal_keys(node.left), *literal_keys(node.right))


def written_keys(tree: ast.Module) -> Iterator[str]:
    """Of what is passed as `data=`, or by a name that is; and of statements that tell."""
    for function in [n for n in ast.walk(tree) if isinstance(n, FUNCTIONS)]:
        calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
        given = [k.value for call in calls for k in call.keywords if k.arg == "data"]
        named = {n.id for value in given for n in ast.walk(value) if isinstance(n, ast.Name)}
        for value in given:
            yield from literal_keys(value)
        for node in ast.walk(function):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = {t.id for t in targets if isinstance(t, ast.Name)}
                keys = [
                    t.slice.value
                    for t in targets
                    if isinstance(t, ast.Subscript)
                    and getattr(t.value, "id", "") in named
                    and isinstance(t.slice, ast.Constant)
                ]
                yield from map(str, keys)
                if names & (named | {"data"}):
                    yield from literal_keys(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for built in BUILT.findall(node.value):
                outer = re.sub(r"\([^()]*\)", "()", built.removeprefix("jsonb_build_object("))
                yield from re.findall(r"'(\w+)',", outer)


def writers() -> Iterator[tuple[str, set[str]]]:
    """Modules that write events, and the keys that are literal in them."""
    for path in MODULES:
        text = path.read_text("utf-8")
        if WRITES.search(text) and "def declare" not in text:
            keys = set(written_keys(ast.parse(text)))
            if keys:
                yield path.relative_to(SOURCE).as_posix(), keys


WRITERS = dict(writers())


@pytest.mark.parametrize("path", sorted(WRITERS))
def test_key_that_is_written_is_declared_by_an_event_of_its_capability(path: str) -> None:
    app = path.split("/")[0]
    mine = (declared_in(SOURCE / app) if app != "kit" else set(OURS)) or set(OURS)
    known = {key for name in mine for key in OURS[name].data}
    assert WRITERS[path] <= known, f"declare words for {sorted(WRITERS[path] - known)}"


def declared_in(app: Path) -> set[str]:
    found = set()
    for path in app.rglob("events.py"):
        module = import_module(
            ".".join(("yichuang", *path.relative_to(SOURCE).with_suffix("").parts))
        )
        found |= {v for v in vars(module).values() if isinstance(v, str) and v in OURS}
    return found


def test_what_is_written_is_found() -> None:
    """Else the test above holds nothing."""
    assert {"channel", "purpose", "tier", "queue"} <= WRITERS["tickets/services/taking.py"]
    assert {"number", "queue", "counter", "priority", "why"} <= WRITERS[
        "tickets/services/choosing.py"
    ]
    assert WRITERS["tickets/services/counters.py"] == {"counter", "reason"}
    assert {"item", "number", "clock", "was"} <= WRITERS["cases/services/finishing.py"]
    assert len(WRITERS) > 20


def test_reading_is_declared_as_one_and_nothing_else_is() -> None:
    """The record offers the kinds of each stream by this mark."""
    readings, others = set(), set()
    for path in MODULES:
        text = path.read_text("utf-8")
        if not WRITES.search(text):
            continue
        module = import_module(
            ".".join(("yichuang", *path.relative_to(SOURCE).with_suffix("").parts))
        )
        for call in [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Call)]:
            called = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
            for argument in call.args[:3]:
                name = constant(module, argument)
                if name in OURS:
                    (readings if called == "record_access" else others).add(name)
    assert len(readings) > 5 and len(others) > 30
    assert {n for n in readings if not OURS[n].access} == set()
    assert {n for n in others if OURS[n].access} <= {
        "login.failed",
        "login.locked",
        "ticket.code_failed",
        "ticket.secret_failed",
    }, "through functions of their own that call record_access"


def constant(module: object, node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        found = getattr(module, node.id, "")
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        found = getattr(getattr(module, node.value.id, None), node.attr, "")
    else:
        found = ""
    return found if isinstance(found, str) else ""


def views(patterns: object = None, space: str = "") -> Iterator[str]:
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from views(entry.url_patterns, inner)
        elif entry.name:
            yield space + entry.name


def test_every_page_that_may_refuse_has_a_name_in_the_record() -> None:
    unnamed = [view for view in views() if not place_of(view)]
    assert unnamed == []


# Routes that serve several actions record which.
ACTED = [f"desk-act:{action}" for action in (*PLAIN, *WITH_REASON, "urgent")]
ACTED += [f"floor-act:{action}" for action in (*ACTIONS, "urgent")]


@pytest.mark.parametrize("view", ACTED)
def test_action_of_a_route_that_serves_several_has_a_deed(view: str) -> None:
    assert "：" in place_of(view)


# Every end that several routes have: one word for all of them is not always true.
SHARED = {
    "desk-act:pass": "窗口办理：过号",
    "desk-act:urgent": "窗口办理：加急",
    "floor-act:cancel": "导办：取消号",
    "floor-act:urgent": "导办：加急",
    "api-v1:complete": "接口：当场办结",
    "api-v1:receive": "接口：收件",
    "desk-complete": "窗口办理：当场办结",
    "desk-receive": "窗口办理：收下材料，出收据",
    "api-v1:start": "接口：开始办理",
    "desk-start": "窗口办理：开始办理",
    "office-start": "大厅现况：恢复取号",
}


@pytest.mark.parametrize("view", sorted(SHARED))
def test_refusal_when_its_end_is_shared_then_still_called_by_what_it_is(view: str) -> None:
    assert place_of(view) == SHARED[view]


def test_words_of_refusals_are_of_routes_and_codes_that_there_are() -> None:
    all_views = [*views(), *ACTED]
    ends = {end for view in all_views for end in (view.partition(":")[2], view.partition("-")[2])}
    assert not {*DEEDS} - ends
    assert not {*ROUTES} - {*views()}
    text = "".join(p.read_text("utf-8") for p in MODULES if p.stem != "refusals")
    assert [code for code in REASONS if f'"{code}"' not in text] == []
