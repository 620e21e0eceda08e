"""One entry of a catalogue file in its shape, or what is wrong and all that can still be read.

A catalogue is refused with everything at once (domain.md §2): an entry with a part that
cannot be read is checked without that part, and `unread` keeps what follows only from the
gap from being told as a fault of its own.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ValidationError

from .rules.conditions import All
from .rules.definition import UNPARSABLE
from .rules.grammar import Condition

M = TypeVar("M", bound=BaseModel)
Place = tuple[int | str, ...]
_MOST = 500
_KINDS = {
    "missing": gettext_lazy("没有写"),
    "extra_forbidden": gettext_lazy("不认识这个键"),
    "int_type": gettext_lazy("应是整数"),
    "int_parsing": gettext_lazy("应是整数"),
    "string_type": gettext_lazy("应是文字"),
    "bool_type": gettext_lazy("应是 true 或 false"),
    "bool_parsing": gettext_lazy("应是 true 或 false"),
    "float_type": gettext_lazy("应是数"),
    "float_parsing": gettext_lazy("应是数"),
    "tuple_type": gettext_lazy("应是列表"),
    "dict_type": gettext_lazy("应是一组键和值"),
    "model_type": gettext_lazy("应是一组键和值"),
    "literal_error": gettext_lazy("不是可用的值"),
    "greater_than_equal": gettext_lazy("太小了"),
    "greater_than": gettext_lazy("太小了"),
    "less_than_equal": gettext_lazy("太大了"),
    "string_pattern_mismatch": gettext_lazy("写法不对"),
    "string_too_short": gettext_lazy("不能是空的"),
    "string_too_long": gettext_lazy("太长了"),
    "too_short": gettext_lazy("至少要有一项"),
}
# Where a part that must be there cannot be read: nothing that a check finds fault with.
_STAND_IN: dict[str, Any] = {
    "id": "unread",
    "name": "—",
    "target": "—",
    "parties": {},
    "lead_dept": "unread",
    "limit": {"days": 0, "unit": "working_day"},
    "steps": [{"ref": "unread", "mode": "always"}],
}
# In a material, whose other faults are to be told as well.
_HARMLESS: dict[str, Any] = {
    "tolerable": False,
    "source": "self",
    "replace_by": [],
    "form": "none",
    "copies": 1,
    "original_seen": False,
}


@dataclass(frozen=True)
class Shaped(Generic[M]):
    """`value` is None where nothing can be read. `unread`: parts, written 'fee.basis'."""

    value: M | None
    faults: tuple[tuple[str, str], ...] = ()
    unread: frozenset[str] = frozenset()


def shaped(model: type[M], entry: Any) -> Shaped[M]:
    try:
        return Shaped(model.model_validate(entry))
    except ValidationError as wrong:
        faults = tuple(_faults(wrong))
    if not isinstance(entry, dict):
        return Shaped(None, faults)
    entry = copy.deepcopy(entry)
    unread: set[str] = set()
    for _attempt in range(_MOST):
        try:
            return Shaped(model.model_validate(entry), faults, frozenset(unread))
        except ValidationError as wrong:
            error = wrong.errors()[0]
            _mend(entry, error["type"], tuple(error["loc"]), unread)
    return Shaped(None, faults, frozenset(unread))


def _faults(wrong: ValidationError) -> Iterator[tuple[str, str]]:
    for error in wrong.errors():
        place = ".".join(str(p + 1 if isinstance(p, int) else p) for p in error["loc"])
        code = UNPARSABLE if error["type"] == UNPARSABLE else "field_wrong"
        said = _KINDS.get(error["type"]) or error["msg"]
        yield code, _("%(place)s：%(said)s") % {"place": place, "said": said}


def _mend(entry: dict[str, Any], kind: str, place: Place, unread: set[str]) -> None:
    """Take out what is wrong: the value, else the part that cannot be without it."""
    place = _reached(entry, place)
    if kind == UNPARSABLE:
        # Some condition stands there: an unconditional line would be another fault.
        _at(entry, place[:-1])[place[-1]] = Condition("?", All(()))
        return
    if kind == "missing" and len(place) > 1:
        if place[0] == "materials" and place[-1] in _HARMLESS:
            _at(entry, place[:-1])[place[-1]] = _HARMLESS[str(place[-1])]
            return
        place = place[:-1]
    if kind != "extra_forbidden":
        unread.add(".".join(p for p in place if isinstance(p, str)))
    owner = _at(entry, place[:-1])
    if kind == "missing" and len(place) == 1 and place[0] not in owner:
        owner[place[0]] = _STAND_IN.get(str(place[0]))
    else:
        del owner[place[-1]]


def _reached(entry: Any, place: Place) -> Place:
    """The part of a place that can be walked in what was written, one step missing at most."""
    for depth, step in enumerate(place):
        if isinstance(entry, dict):
            if step not in entry:
                return place[: depth + 1]
        elif not isinstance(entry, list) or not isinstance(step, int):
            return place[:depth]
        entry = entry[step]
    return place


def _at(entry: Any, place: Place) -> Any:
    for step in place:
        entry = entry[step]
    return entry
