"""Every event can be told to people: sentence, subject and each key of its data, in words.

Both sides are read from the code: the declarations from the running system, and what is written
from the source. kit.events.writing refuses an undeclared key when it is written; statements
that tell of their own row (TELLING) are only seen here.
"""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from yichuang.desk.views.tickets import PLAIN, WITH_REASON
from yichuang.floor.views import ACTIONS
from yichuang.kit.events import declared
from yichuang.office.naming import LOOKUPS
from yichuang.office.refusals import DEEDS, REASONS, ROUTES, place_of
from yichuang.office.searching import ELSEWHERE, GROUPS
from yichuang.project.api import api

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


def routes(patterns: object = None, space: str = "") -> Iterator[tuple[str, Any]]:
    """(name, view), the name as a request knows it."""
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from routes(entry.url_patterns, inner)
        elif entry.name:
            yield space + entry.name, entry.callback


def reads_a_post(view: Any) -> bool:
    """The view, or a function of ours that it calls in turn, asks for POST."""
    seen: set[Any] = set()
    left = [inspect.unwrap(view)]
    while left:
        one = left.pop()
        if one in seen or not getattr(one, "__module__", "").startswith("yichuang."):
            continue
        seen.add(one)
        named = {*one.__code__.co_names}
        if "POST" in named | {*map(str, one.__code__.co_consts)}:
            return True
        called = [one.__globals__.get(name) for name in named]
        left += [inspect.unwrap(f) for f in called if inspect.isfunction(f)]
    return False


def posts_only(view: Any) -> bool:
    """Django's require_POST anywhere around it."""
    while view is not None:
        if "POST" in inspect.getclosurevars(view).nonlocals.get("request_method_list", ()):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


ROUTES_OF_ALL = dict(routes())
# Pages of others refuse in their own ways and are named as a whole.
OTHERS = ("admin:", "account_", "mfa_")
POSTED = sorted(
    {
        name
        for name, view in ROUTES_OF_ALL.items()
        if not name.startswith((*OTHERS, "api-v1:"))
        and inspect.isfunction(view)
        and (posts_only(view) or reads_a_post(view))
    }
    | {
        f"api-v1:{api.get_operation_url_name(operation, router)}"
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
        if "POST" in operation.methods
    }
)


def test_every_page_that_may_refuse_has_a_name_in_the_record() -> None:
    unnamed = [view for view in ROUTES_OF_ALL if not place_of(view)]
    assert unnamed == []


def test_posts_are_found() -> None:
    """Else the test below holds nothing."""
    for kind in ("desk-call", "desk-act", "kiosk:take", "office-rating", "office-start"):
        assert kind in POSTED
    assert "office-now" not in POSTED and "portal:home" not in POSTED
    assert len(POSTED) > 50


@pytest.mark.parametrize("view", [view for view in POSTED if not view.endswith("-act")])
def test_route_that_does_something_has_a_deed(view: str) -> None:
    assert "：" in place_of(view), "the record would say only where it was refused"


# Routes that serve several actions record which.
ACTED = [f"desk-act:{action}" for action in (*PLAIN, *WITH_REASON, "urgent")]
ACTED += [f"floor-act:{action}" for action in (*ACTIONS, "urgent")]


@pytest.mark.parametrize("view", ACTED)
def test_action_of_a_route_that_serves_several_has_a_deed(view: str) -> None:
    assert "：" in place_of(view)


# Every end that several routes have: one word for all of them is not always true.
SHARED = {
    "接口": {
        "api-v1:arrive": "确认到场",
        "api-v1:cancel": "取消号",
        "api-v1:complete": "当场办结",
        "api-v1:finish": "办结",
        "api-v1:hold": "挂起",
        "api-v1:mark": "核对材料",
        "api-v1:pass": "过号",
        "api-v1:postpone": "往后排",
        "api-v1:rate": "评价",
        "api-v1:recall": "重呼",
        "api-v1:receive": "收件",
        "api-v1:requeue": "带回队里",
        "api-v1:resume": "继续办理",
        "api-v1:return": "暂离回来",
        "api-v1:start": "开始办理",
        "api-v1:take": "取号",
        "api-v1:transfer": "转出",
        "api-v1:urgent": "加急",
    },
    "窗口办理": {
        "desk-act:hold": "挂起",
        "desk-act:pass": "过号",
        "desk-act:recall": "重呼",
        "desk-act:requeue": "带回队里",
        "desk-act:resume": "继续办理",
        "desk-act:return": "暂离回来",
        "desk-act:urgent": "加急",
        "desk-close": "关窗",
        "desk-complete": "当场办结",
        "desk-finish": "办结",
        "desk-mark": "核对材料",
        "desk-receive": "收下材料，出收据",
        "desk-start": "开始办理",
        "desk-transfer": "转出",
    },
    "导办": {
        "floor-act:arrive": "确认到场",
        "floor-act:cancel": "取消号",
        "floor-act:postpone": "往后排",
        "floor-act:requeue": "带回队里",
        "floor-act:return": "暂离回来",
        "floor-act:urgent": "加急",
        "floor-take": "取号",
    },
    "大厅现况": {"office-close": "关窗", "office-start": "恢复取号"},
    "客户屏": {"second-rate": "评价"},
    "自助机": {"kiosk:take": "取号"},
    "群众页面": {
        "portal:arrive": "确认到场",
        "portal:cancel": "取消号",
        "portal:postpone": "往后排",
        "portal:rate": "评价",
        "portal:take": "取号",
    },
}


def end_of(view: str) -> str:
    return view.partition(":")[2] or view.partition("-")[2]


def test_refusal_when_its_end_is_shared_then_still_called_by_what_it_is() -> None:
    doing = [view for view in POSTED if not view.endswith("-act")] + ACTED
    ends = Counter(map(end_of, doing))
    told = {view: place_of(view) for view in doing if ends[end_of(view)] > 1}
    assert told == {
        view: f"{place}：{deed}" for place, deeds in SHARED.items() for view, deed in deeds.items()
    }


def test_words_of_refusals_are_of_routes_and_codes_that_there_are() -> None:
    assert not {*DEEDS} - {*map(end_of, [*ROUTES_OF_ALL, *ACTED])}
    assert not {*ROUTES} - {*ROUTES_OF_ALL}
    text = "".join(p.read_text("utf-8") for p in MODULES if p.stem != "refusals")
    assert [code for code in REASONS if f'"{code}"' not in text] == []
