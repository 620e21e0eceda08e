"""The hall's events in sentences, as the auditor reads them. Nothing here writes.

Ratings are in a stream of their own that nobody reads here: their place would tell who rated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yichuang.kit.actors import who_acts
from yichuang.kit.events import ACCESS, MAIN, Names, details, sentence, subject_words
from yichuang.kit.events.reading import events_before
from yichuang.kit.models import Event
from yichuang.places.models import Hall

from .naming import Collecting, Named
from .searching import Asked, kinds_to_choose

PAGE = 50


@dataclass(frozen=True)
class Line:
    """`account`: of who did it, since two may have one name."""

    seq: int
    at: datetime
    sentence: str
    who: str
    account: str
    about: str
    details: Sequence[tuple[str, str]]


def record_page(hall: Hall, asked: Asked) -> dict[str, Any]:
    found = events_before(
        hall.pk, asked.stream, before=asked.before, limit=PAGE + 1, wanted=asked.wanted(hall)
    )
    shown = found[:PAGE]
    return {
        "hall": hall,
        "stream": asked.stream,
        "lines": lines_of(hall, shown),
        "oldest": shown[-1].seq if shown else 0,
        "more": len(found) > PAGE,
        "first_page": asked.before is None,
        "asked": asked,
        "kinds": kinds_to_choose(asked.stream),
        "streams": [(MAIN, _("发生的事")), (ACCESS, _("查看和拒绝"))],
    }


def lines_of(hall: Hall, found: Sequence[Event]) -> list[Line]:
    """Said twice: once to learn which names are asked for, once with them."""
    noted = Collecting()
    for event in found:
        _line(event, noted)
    names = Named(hall, noted.wanted)
    return [_line(event, names) for event in found]


def _line(event: Event, names: Names) -> Line:
    kind, account = who_acts(event.actor)
    return Line(
        event.seq,
        event.at,
        sentence(event.name) or _("这个版本不认识的记录"),
        _who(kind, account, names),
        account,
        subject_words(event.name, event.subject, event.data, names),
        details(event.name, event.data, names),
    )


def _who(kind: str, account: str, names: Names) -> str:
    if kind in ("staff", "machine"):
        return names("account", account)
    return _("系统") if kind == "system" else _("群众")
