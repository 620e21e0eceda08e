"""How an event's data is said to people. Stored are codes and counts; words are looked up when
they are shown, so that a name that was corrected is shown corrected.

Every label and word is marked by gettext_noop where it is declared and translated here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

# (kind, key) → its name: ("queue_code", "hz") → "A 户政". '' for what is not known any more.
Names = Callable[[str, str], str]
Say = Callable[[Any, Names], str]
Words = Mapping[str, Any]


@dataclass(frozen=True)
class Detail:
    """One key of the data: what it is called, and how its value is said ('' leaves it out)."""

    label: str
    say: Say
    kind: str = ""  # what it asks Names for


@dataclass(frozen=True)
class About:
    """What the event's subject is: its kind for Names, or the key of the data that says which.

    `key`: where the data itself names the subject already, so that nobody looks it up.
    """

    kind: str = ""
    key: str = ""
    kind_from: str = ""


def plain(label: str) -> Detail:
    return Detail(label, lambda value, _names: str(value or ""))


def count(label: str, unit: str) -> Detail:
    return Detail(label, lambda value, _names: f"{value} {_(unit)}")


def minutes(label: str) -> Detail:
    """Of seconds. What took less than one minute did take some time."""

    def say(value: Any, _names: Names) -> str:
        if int(value) < 60:
            return _("不到 1 分钟")
        return _("%(m)s 分钟") % {"m": round(int(value) / 60)}

    return Detail(label, say)


def day(label: str) -> Detail:
    return Detail(label, lambda value, _names: day_words(value))


def day_words(text: str) -> str:
    found = date.fromisoformat(text)
    return _("%(y)s年%(m)s月%(d)s日") % {"y": found.year, "m": found.month, "d": found.day}


def named(label: str, kind: str) -> Detail:
    return Detail(label, lambda value, names: names(kind, str(value)) if value else "", kind)


def numbered(label: str, words: str) -> Detail:
    """`words` has %(n)s for the value."""
    return Detail(label, lambda value, _names: _(words) % {"n": value})


def flag(label: str, yes: str, no: str = "") -> Detail:
    def say(value: Any, _names: Names) -> str:
        text = yes if value else no
        return _(text) if text else ""

    return Detail(label, say)


def one_of(label: str, words: Callable[[], Words]) -> Detail:
    """`words` is asked when it is said: tables of words stand where their capability has them."""
    return Detail(label, lambda value, _names: word(words(), value))


def each_of(label: str, words: Callable[[], Words]) -> Detail:
    def say(values: Any, _names: Names) -> str:
        return _("、").join(word(words(), value) for value in values)

    return Detail(label, say)


def counts(label: str, words: Callable[[], Words]) -> Detail:
    """Of {'checked': 3}."""

    def say(values: Any, _names: Names) -> str:
        return _("，").join(f"{word(words(), key)} {n}" for key, n in values.items())

    return Detail(label, say)


def word(words: Words, value: object) -> str:
    """Of an older table's value there is none: said as such, and never shown as a code."""
    return str(words[str(value)]) if str(value) in words else _("别的")
