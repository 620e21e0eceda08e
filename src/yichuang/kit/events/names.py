"""Event names are declared once, each with a sentence for people and words for its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from .details import About, Detail, Names


@dataclass(frozen=True)
class Declared:
    text: str
    about: About = field(default_factory=About)
    data: Mapping[str, Detail] = field(default_factory=dict)
    access: bool = False


_DECLARED: dict[str, Declared] = {}


def declare(
    name: str,
    text: str,
    *,
    about: About | None = None,
    data: Mapping[str, Detail] | None = None,
    access: bool = False,
) -> str:
    """`name` is subject.verb, `text` marked by gettext_noop: it is translated when it is shown.
    `data`: every key that may be written, with its words. `access`: a reading, refusal or
    attempt, which record_access keeps in the stream of its own.

    Returns the name, so that events.py reads as a list of constants.
    """
    if name in _DECLARED and _DECLARED[name].text != text:
        raise ValueError(f"event {name} is declared twice")
    _DECLARED.setdefault(name, Declared(text, about or About(), dict(data or {}), access))
    return name


def require_declared(name: str, keys: Iterable[str] = ()) -> None:
    """Refused: KeyError, also for a key of the data that nobody could be told about."""
    unsaid = {*keys} - {*_DECLARED[name].data}
    if unsaid:
        raise KeyError(f"{name}: declare words for {sorted(unsaid)}")


def declared() -> dict[str, Declared]:
    return dict(_DECLARED)


def sentence(name: str) -> str:
    """'' for what this version does not know."""
    one = _DECLARED.get(name)
    return gettext(one.text) if one else ""


def sentences() -> dict[str, str]:
    return {name: gettext(one.text) for name, one in _DECLARED.items()}


def details(name: str, data: Mapping[str, Any], names: Names) -> list[tuple[str, str]]:
    """Label and words of each value, in the order of the declaration. What the subject says
    already, and what is empty, is left out; so is a key that this version no longer knows."""
    one = _DECLARED.get(name, Declared(""))
    told = [
        (gettext(detail.label), detail.say(data[key], names))
        for key, detail in one.data.items()
        if key in data and key != one.about.key
    ]
    return [(label, said) for label, said in told if said]


def subject_words(name: str, subject: str, data: Mapping[str, Any], names: Names) -> str:
    """What it was about: '' for the hall as a whole, and for what nobody can name."""
    one = _DECLARED.get(name, Declared(""))
    about = one.about
    if about.key and about.key in data:
        return one.data[about.key].say(data[about.key], names)
    kind = str(data.get(about.kind_from, "")) if about.kind_from else about.kind
    return names(kind, subject) if kind else ""
