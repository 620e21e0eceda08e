"""What is found wrong with an item: refused, or only warned of (domain.md §2)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from .definition import Definition

REFUSAL, WARNING = "refusal", "warning"


@dataclass(frozen=True)
class Finding:
    level: str
    where: str
    code: str
    text: str

    def __str__(self) -> str:
        return _("%(where)s：%(text)s") % {"where": self.where, "text": self.text}


@dataclass(frozen=True)
class Register:
    """What the catalogue declares beside its items."""

    parties: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    departments: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    licences: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    shares: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


class Fault(NamedTuple):
    """`rests_on`: the parts whose absence it tells of. Where such a part is there and only
    cannot be read, the fault would be untrue."""

    code: str
    text: str
    rests_on: tuple[str, ...] = ()

    def follows_from(self, unread: Collection[str]) -> bool:
        return any(f"{a}.".startswith(f"{b}.") for a in self.rests_on for b in unread)


Check = Callable[[Definition, Register], Iterator[Fault]]


def found(
    level: str,
    checks: Iterable[Check],
    item: Definition,
    register: Register,
    unread: Collection[str] = (),
) -> Iterator[Finding]:
    for check in checks:
        for fault in check(item, register):
            if not fault.follows_from(unread):
                yield Finding(level, item.id, fault.code, fault.text)
