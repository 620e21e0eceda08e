"""What a new version changed, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_LISTS = {
    "materials": ("code", gettext_lazy("材料")),
    "questions": ("id", gettext_lazy("提问")),
    "steps": ("ref", gettext_lazy("步骤")),
}
_NAMES = {
    "name": gettext_lazy("名称"),
    "conditions": gettext_lazy("办理条件"),
    "promise_limit": gettext_lazy("承诺时限"),
    "statutory_limit": gettext_lazy("法定时限"),
    "fee": gettext_lazy("收费"),
    "result": gettext_lazy("结果"),
    "online": gettext_lazy("网办深度和到场次数"),
    "legal_basis": gettext_lazy("依据"),
    "dept": gettext_lazy("主管部门"),
    "handled_in": gettext_lazy("在哪里办"),
    "vocabulary": gettext_lazy("用词"),
    "contact": gettext_lazy("电话"),
    "stops": gettext_lazy("不用办或条件未到的提示"),
    "parties": gettext_lazy("当事方"),
    "need": gettext_lazy("必要程度"),
    "when": gettext_lazy("条件"),
    "form": gettext_lazy("形式"),
    "replace_by": gettext_lazy("代替方式"),
    "original_seen": gettext_lazy("看不看原件"),
    "copies": gettext_lazy("份数"),
    "text": gettext_lazy("文字"),
    "options": gettext_lazy("选项"),
    "note": gettext_lazy("说明"),
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
            words = {"part": _NAMES.get(key, key), "old": _said(old), "new": _said(new)}
            yield _("%(part)s：%(old)s → %(new)s") % words


def _rows(key: str, old: list[Any], new: list[Any]) -> Iterator[str]:
    name, word = _LISTS[key]
    before, after = ({str(row[name]): row for row in rows} for rows in (old, new))
    for code in dict.fromkeys([*before, *after]):
        label = f"{word} {code} {(after.get(code) or before[code]).get('name', '')}".strip()
        if code not in after:
            yield _("%(label)s：取消") % {"label": label}
        elif code not in before:
            yield _("%(label)s：新增") % {"label": label}
        else:
            parts = "；".join(_differences(before[code], after[code]))
            if parts:
                yield _("%(label)s：%(parts)s") % {"label": label, "parts": parts}
    if list(before) != list(after) and {*before} == {*after}:
        yield _("%(kind)s的先后") % {"kind": word}


def _said(value: Any) -> str:
    text = _("无") if value in (None, "", [], {}) else str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
