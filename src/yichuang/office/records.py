"""The hall's events in sentences, as the auditor reads them. Nothing here writes.

Ratings are in a stream of their own that nobody reads here: their place would tell who rated.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.kit.events import ACCESS, MAIN, sentences
from yichuang.kit.events.reading import events_before
from yichuang.kit.models import Event
from yichuang.people import queries as people
from yichuang.places.models import Hall

PAGE = 50


@dataclass(frozen=True)
class Line:
    at: datetime
    sentence: str
    who: str
    subject: str
    data: str


def record_page(hall: Hall, stream: str, before: str) -> dict[str, Any]:
    """`before`: the number from which older ones are shown; anything else is the newest page."""
    stream = ACCESS if stream == ACCESS else MAIN
    start = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = events_before(hall.pk, stream, before=start, limit=PAGE)
    return {
        "hall": hall,
        "stream": stream,
        "lines": [_line(event) for event in found],
        "newest": found[0].seq if found else 0,
        "oldest": found[-1].seq if found else 0,
        "more": bool(found) and found[-1].seq > 1,
        "first_page": start is None,
    }


def _line(event: Event) -> Line:
    said = sentences().get(event.name, event.name)
    data = "，".join(f"{key} {_word(value)}" for key, value in sorted(event.data.items()))
    return Line(event.at, said, people.actor_words(event.actor), event.subject, data)


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
