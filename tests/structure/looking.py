"""Which functions and constants of a module look at the rows of more than one hall.

A look at a hall's table names its hall, or rows of it by a key: foreign keys stay inside the
hall. What names neither sees the rows of every hall. Read from the source alone, of the ORM
chain by chain, of SQL query by query.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.db.models import Model

SOURCE = Path(__file__).parents[2] / "src" / "yichuang"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if not {"migrations", "tests"} & set(p.parts))

# What is not asked by these is no key: a row is named by being equal to something.
_NO_KEY = {"gt", "gte", "lt", "lte", "isnull", "contains", "startswith", "overlap"}
_ASKING = {"filter", "get", "get_or_create", "update_or_create", "aget"}
# Rows that are written bring their hall along; in_bulk names rows by key.
_KEYED = {"create", "bulk_create", "bulk_update", "in_bulk", "none"}


def _owned() -> dict[str, type[Model]]:
    """Models whose rows belong to one hall, and the hall itself."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("yichuang.")]
    return {
        m.__name__: m
        for m in ours
        if m.__name__ == "Hall" or {"hall", "hall_id"} & {f.name for f in m._meta.fields}
    }


OWNED = _owned()


def _keys(model: type[Model]) -> set[str]:
    """What names a hall's rows: the hall, a unique column, a row of the same hall."""
    found = {"pk"}
    for field in model._meta.concrete_fields:
        inside = field.related_model is not None and field.related_model.__name__ in OWNED
        if inside or field.unique or field.name == "hall_id":
            found |= {field.name, field.attname, str(field.column)}
    alone = [c.fields[0] for c in model._meta.total_unique_constraints if len(c.fields) == 1]
    return found | set(alone)


def _reverse() -> set[str]:
    """Ways from what belongs to no hall to rows of every hall: an account's posts."""
    outside = [
        m
        for m in apps.get_models()
        if m.__module__.startswith("yichuang.") and m.__name__ not in OWNED
    ]
    back = [r for m in outside for r in m._meta.related_objects]
    return {
        name
        for r in back
        if r.related_model.__name__ in OWNED
        for name in (r.name, r.get_accessor_name() or "")
    }


REVERSE = _reverse()
KEYS = {name: _keys(model) for name, model in OWNED.items()}
TABLES = {model._meta.db_table: name for name, model in OWNED.items()}
_MENTIONED = re.compile(rf"\b(?:FROM|JOIN|UPDATE|INTO|USING)\s+({'|'.join(TABLES)})\b")
_STATEMENT = re.compile(r"\s*(WITH|SELECT|INSERT|UPDATE|DELETE)\b")


# -- statements of the ORM ---------------------------------------------------------------


def _names(call: ast.Call) -> Iterator[str]:
    """What one call of a chain asks for, also inside Q."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr in _KEYED:
        yield "pk"
    if call.func.attr not in _ASKING:
        return
    inner = [n for arg in call.args for n in ast.walk(arg) if isinstance(n, ast.Call)]
    for keyword in [k for one in (call, *inner) for k in one.keywords]:
        path = (keyword.arg or "").split("__")
        if path[-1] not in _NO_KEY:
            yield path[0]


def _climb(node: ast.AST, above: dict[ast.AST, ast.AST]) -> tuple[set[str], ast.AST]:
    """What the rest of a chain asks for, and where it ends."""
    names: set[str] = set()
    while True:
        parent = above.get(node)
        if isinstance(parent, ast.Attribute) or (
            isinstance(parent, ast.Call) and parent.func is node
        ):
            if isinstance(parent, ast.Call):
                names |= {*_names(parent)}
            node = parent
        else:
            return names, node


def _asked(start: ast.AST, scope: ast.AST, above: dict[ast.AST, ast.AST]) -> set[str]:
    """Of a chain and, where it is given a name, of every chain that goes on from that name."""
    names, end = _climb(start, above)
    bound = above.get(end)
    if not isinstance(bound, ast.Assign) or not isinstance(bound.targets[0], ast.Name):
        return names
    for node in ast.walk(scope):
        if isinstance(node, ast.Name) and node.id == bound.targets[0].id:
            names |= _climb(node, above)[0]
    return names


def _orm(scope: ast.AST, begun: dict[str, str]) -> Iterator[str]:
    """Models of which this function asks for rows of every hall. `begun`: functions that give
    a query to go on with, and its model."""
    above = {child: node for node in ast.walk(scope) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(scope):
        model = ""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            model = node.value.id if node.attr in ("objects", "_base_manager") else ""
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            model = begun.get(node.func.id, "")
        if model in OWNED and not _asked(node, scope, above) & KEYS[model]:
            yield model
        if {getattr(node, "attr", ""), (getattr(node, "arg", "") or "").split("__")[0]} & REVERSE:
            yield "an account's or item's"


@cache
def _begun() -> dict[str, str]:
    """Functions that give a query to go on with, as `_rows() -> QuerySet[Ticket]`, whoever
    calls them; and its model."""
    found = {}
    for path in MODULES:
        text = path.read_text("utf-8")
        for node in ast.parse(text).body if "-> QuerySet[" in text else ():
            if isinstance(node, ast.FunctionDef) and _gives_a_query(node):
                models = {*_orm(node, {})}
                if len(models) == 1:
                    found[node.name] = models.pop()
    return found


def _gives_a_query(node: ast.FunctionDef) -> bool:
    given = node.returns
    return isinstance(given, ast.Subscript) and getattr(given.value, "id", "") == "QuerySet"


# -- statements in SQL -------------------------------------------------------------------


def _columns(tables: set[str]) -> str:
    return "|".join(sorted({column for table in tables for column in KEYS[TABLES[table]]} | {"id"}))


_NESTED = re.compile(r"\((?=\s*SELECT\b)(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
_CASE = re.compile(r"\bCASE\b(?:(?!\bCASE\b).)*?\bEND\b", re.DOTALL)
_GIVEN = re.compile(
    r"INSERT INTO \w+(?: AS \w+)?\s*(?:\([^)]*\bhall_id\b|SELECT \* FROM jsonb_populate)"
)


def _around(text: str, at: int) -> str:
    """The query in which a place stands, one arm of a UNION, without those inside it; a CASE
    binds nothing."""
    start, end = _edge(text[:at][::-1], ")", "NOINU"), _edge(text[at:], "(", "UNION")
    query = text[at - start : at + end]
    while (without := _CASE.sub("", query)) != query:
        query = without
    return _NESTED.sub("()", query)


def _edge(text: str, inward: str, union: str) -> int:
    """How far the query goes: to the bracket that closes it, or to the next arm."""
    depth = 0
    for position, sign in enumerate(text):
        depth += (sign == inward) - (sign in "()" and sign != inward)
        if depth < 0 or (depth == 0 and text.startswith(union, position)):
            return position
    return len(text)


def unbound(text: str) -> str:
    """The table of a statement that is tied to no hall and no row; '' where all are."""
    found = [*_MENTIONED.finditer(text)]
    named = rf"\b({_columns({m[1] for m in found})})\s*(=|IN)\s*(ANY\s*)?\(?\s*%"
    if not found or _GIVEN.search(text):
        return ""
    if not re.search(named, text):
        return found[0][1]
    for mention in found:
        own = _columns({mention[1]})
        tied = rf"\b({own})\s*(=|IN)|=\s*(\w+\.)?({own})\b|USING\s*\(({own})\)"
        if not re.search(tied, _around(text, mention.start())):
            return mention[1]
    return ""


def _texts(module: str, name: str, scope: ast.AST) -> Iterator[str]:
    """Strings as they are sent: of a constant what it has become, of a function its literals."""
    if not isinstance(scope, ast.Assign | ast.AnnAssign):
        for node in ast.walk(scope):
            if isinstance(node, ast.Constant) and _is_statement(node.value):
                yield str(node.value)
        return
    value = getattr(import_module(module), name, "") if name else ""
    if isinstance(value, str) and (
        _is_statement(value) or not any(value in whole for whole in _wholes())
    ):
        yield value


def _is_statement(value: object) -> bool:
    return isinstance(value, str) and bool(_STATEMENT.match(value))


@cache
def _wholes() -> list[str]:
    """Every statement that is a constant: a part that stands in one is judged with it."""
    modules = [import_module(_dotted(p)) for p in MODULES if "connection" in p.read_text("utf-8")]
    return [v for m in modules for v in vars(m).values() if _is_statement(v)]


def _dotted(path: Path) -> str:
    return ".".join(("yichuang", *path.relative_to(SOURCE).with_suffix("").parts))


# -- the rule ----------------------------------------------------------------------------


def _scopes(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{getattr(n, 'name', '')}", n) for n in node.body)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield getattr(target, "id", ""), node


def crossings(path: Path, text: str = "") -> set[str]:
    """Functions and constants of a module that look at more than one hall."""
    found = set()
    tree = ast.parse(text or path.read_text("utf-8"))
    for name, scope in _scopes(tree):
        sql = any(unbound(t) for t in _texts(_dotted(path), name, scope))
        if sql or (name not in _begun() and [*_orm(scope, _begun())]):
            found.add(f"{path.relative_to(SOURCE)}:{name}")
    return found
