"""What a new version changed, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_LISTS = {"materials": ("code", "材料"), "questions": ("id", "提问"), "steps": ("ref", "步骤")}
_NAMES = {
    "name": "名称",
    "conditions": "办理条件",
    "promise_limit": "承诺时限",
    "statutory_limit": "法定时限",
    "fee": "收费",
    "result": "结果",
    "online": "网办深度和到场次数",
    "legal_basis": "依据",
    "dept": "主管部门",
    "handled_in": "在哪里办",
    "vocabulary": "用词",
    "contact": "电话",
    "stops": "不用办或条件未到的提示",
    "parties": "当事方",
    "need": "必要程度",
    "when": "条件",
    "form": "形式",
    "replace_by": "代替方式",
    "original_seen": "看不看原件",
    "copies": "份数",
    "text": "文字",
    "options": "选项",
    "note": "说明",
}
_LONGEST = 120


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Nothing for equal definitions; else one sentence for each part that differs."""
    return list(_differences(before, after))


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if key in _LISTS and isinstance(old or [], list) and isinstance(new or [], list):
            yield from _rows(key, old or [], new or [])
        else:
            yield f"{_NAMES.get(key, key)}：{_said(old)} → {_said(new)}"


def _rows(key: str, old: list[Any], new: list[Any]) -> Iterator[str]:
    name, word = _LISTS[key]
    before, after = ({str(row[name]): row for row in rows} for rows in (old, new))
    for code in dict.fromkeys([*before, *after]):
        label = f"{word} {code} {(after.get(code) or before[code]).get('name', '')}".strip()
        if code not in after:
            yield f"{label}：取消"
        elif code not in before:
            yield f"{label}：新增"
        else:
            parts = "；".join(_differences(before[code], after[code]))
            if parts:
                yield f"{label}：{parts}"
    if list(before) != list(after) and {*before} == {*after}:
        yield f"{word}的先后"


def _said(value: Any) -> str:
    text = "无" if value in (None, "", [], {}) else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
