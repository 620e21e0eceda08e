"""Small catalogues made by hand, and the demonstration one."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from yichuang.catalogue.reading import Catalogue, read_catalogue
from yichuang.catalogue.rules import Definition
from yichuang.kit.actors import Actor

FILE = Path(__file__).parents[4] / "data" / "catalogue.yaml"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
EDITOR = Actor(kind="staff", key="editor", permissions=frozenset({"catalogue.edit"}))
STRANGER = Actor(kind="staff", key="worker1", permissions=frozenset({"tickets.serve"}))

_MATERIAL = {
    "code": "T-1-M01",
    "name": "申请表",
    "party": "applicant",
    "need": "required",
    "tolerable": False,
    "source": "self",
    "replace_by": [],
    "form": "e-form",
    "copies": 1,
    "original_seen": False,
}
_ITEM = {
    "id": "T-1",
    "name": "试办事项",
    "dept": "GA",
    "theme": "户籍",
    "service_object": "自然人",
    "case_kind": "承诺件",
    "handled_in": "here",
    "conditions": ["本人办理"],
    "parties": {"applicant": "1", "agent": "0..1", "each_heir": "0..n"},
    "questions": [
        {
            "id": "why",
            "text": "为什么办？",
            "multiple": False,
            "options": [{"id": "lost", "text": "丢了"}, {"id": "worn", "text": "坏了"}],
        }
    ],
    "materials": [_MATERIAL],
    "legal_basis": ["某条例 第一条"],
    "statutory_limit": {"days": 20, "unit": "working_day", "starts": "accepted"},
    "promise_limit": {"days": 10, "unit": "working_day", "starts": "accepted"},
    "fee": {"charge": False},
    "result": {"name": "通知书", "kind": "文", "e_licence": None, "sample": "样本"},
    "online": {"depth": "III", "visits": 1, "reason_if_visit": "核对身份"},
    "queue": {"prefix": "A", "mean_minutes": 8},
    "contact": {"enquiry": "0000-1", "complaint": "12345"},
}
_CATALOGUE = {
    "meta": {
        "enums": {
            "party": {
                "applicant": "申请人（共同申请的合为一方）",
                "agent": "代理人",
                "each_heir": "其他继承人（逐人）",
                "guardian": "监护人",
            },
            "fact": {
                "age": {"type": "int", "text": "年龄（周岁）"},
                "married": {"type": "bool", "text": "已婚"},
                "no_card": {"type": "bool", "text": "没有居民身份证"},
            },
        }
    },
    "departments": [{"code": "GA", "name": "公安局"}],
    "licences": [
        {"code": "SFZ", "name": "居民身份证", "issuer": "GA"},
        {"code": "HKB", "name": "居民户口簿", "issuer": "GA", "covers": ["居民户口簿", "关系证明"]},
    ],
    "data_shares": [
        {"code": "S-POP", "name": "人口核验", "provider": "GA", "covers": ["居民身份证"]},
        {"code": "S-AUTH", "name": "电子授权", "provider": "GA", "covers": ["授权委托书"]},
    ],
    "items": [],
    "packages": [],
}


def material(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(_MATERIAL) | changes


def item(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(_ITEM) | changes


def package(**changes: Any) -> dict[str, Any]:
    steps = [{"ref": "T-1", "mode": "always", "after": []}]
    base = {
        "id": "P-1",
        "name": "试办一件事",
        "lead_dept": "GA",
        "target": "自然人",
        "questions": [],
        "steps": steps,
        "limit": {"days": 5, "unit": "working_day"},
    }
    return base | changes


def text(*items: dict[str, Any], **parts: Any) -> str:
    data = copy.deepcopy(_CATALOGUE) | {"items": list(items) or [item()]} | parts
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def definition(**changes: Any) -> Definition:
    """One item as it is stored, with the words it uses."""
    catalogue = read_catalogue(text(item(**changes)))
    assert not catalogue.refusals, [str(f) for f in catalogue.refusals]
    return catalogue.items["T-1"]


@cache
def some_of_it(*codes: str) -> str:
    """The demonstration catalogue with these items and packages alone."""
    data = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    for part in ("items", "packages"):
        data[part] = [entry for entry in data[part] if entry["id"] in codes]
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


@cache
def demonstration() -> Catalogue:
    return read_catalogue(FILE.read_text(encoding="utf-8"))
