"""Names for the keys and codes of events, looked up for a whole page at once: one query a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from django.db.models import Model
from django.utils.translation import gettext as _

from yichuang.cases import queries as cases
from yichuang.catalogue import queries as catalogue
from yichuang.feedback import queries as feedback
from yichuang.kit.documents.queries import document_names
from yichuang.kit.events.details import day_words
from yichuang.people import queries as people
from yichuang.places import queries as places
from yichuang.places.models import Hall
from yichuang.tickets import queries as tickets

from .refusals import REASONS, place_of


def _by_key(rows: Iterable[Model]) -> dict[str, str]:
    return {str(row.pk): str(row) for row in rows}


def _days(hall: Hall, keys: Collection[str]) -> dict[str, str]:
    found = feedback.rating_days(hall, keys)
    return {key: _("%(day)s的评价") % {"day": day_words(day)} for key, day in found.items()}


Lookup = Callable[[Hall, Collection[str]], Mapping[str, str]]
LOOKUPS: dict[str, Lookup] = {
    "account": lambda _hall, keys: people.account_names(keys),
    "user": lambda _hall, keys: people.user_names(keys),
    "membership": people.post_names,
    "queue_code": lambda hall, _keys: {q.code: str(q) for q in places.queues(hall)},
    "queue": lambda hall, _keys: _by_key(places.queues(hall)),
    "counter": lambda hall, _keys: places.counter_names(hall),
    "zone": lambda hall, _keys: _by_key(places.zones(hall)),
    "hall": lambda hall, _keys: {str(hall.pk): hall.name},
    "item_code": lambda _hall, keys: catalogue.item_names(keys),
    "item": lambda _hall, keys: catalogue.item_names(keys),
    "package": lambda _hall, keys: catalogue.package_names(keys),
    "package_code": lambda _hall, keys: catalogue.package_names(keys),
    "department": lambda _hall, keys: catalogue.department_names(keys),
    "party": lambda _hall, keys: catalogue.party_names(keys),
    "ticket": tickets.ticket_numbers,
    "case": cases.case_names,
    "document": lambda hall, keys: document_names(hall.pk, keys),
    "rating": _days,
    "view": lambda _hall, keys: {key: place_of(key) for key in keys},
    "refusal": lambda _hall, keys: {key: str(REASONS.get(key, "")) for key in keys},
}


class Collecting:
    """Names that are only noted: everything is said once to nobody."""

    def __init__(self) -> None:
        self.wanted: defaultdict[str, set[str]] = defaultdict(set)

    def __call__(self, kind: str, key: str) -> str:
        self.wanted[kind].add(key)
        return ""


class Named:
    """What was noted, looked up. Nothing is left out in silence because its row is gone."""

    def __init__(self, hall: Hall, wanted: Mapping[str, Collection[str]]) -> None:
        kinds = [kind for kind in wanted if kind in LOOKUPS]
        self.found = {kind: LOOKUPS[kind](hall, sorted(wanted[kind])) for kind in kinds}

    def __call__(self, kind: str, key: str) -> str:
        return self.found[kind].get(key, _("（已删去）")) if kind in self.found else ""
