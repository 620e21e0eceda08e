"""How long it may take: the limit of a scenario, and limits compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from .answers import View, read_answers
from .definition import Definition, Limit
from .parties import Party, as_parties


@dataclass(frozen=True)
class Term:
    """Days from an event; `days` None where no limit is set."""

    days: int | None
    unit: str
    starts: str

    @property
    def working_days(self) -> int | None:
        """To compare only: n natural days count as n × 5/7, rounded down."""
        if self.days is None:
            return None
        return self.days * 5 // 7 if self.unit == "natural_day" else self.days


def base_term(limit: Limit) -> Term:
    return Term(limit.days, limit.unit or "working_day", limit.starts)


def term_of(
    definition: Definition,
    limit: Limit,
    scenarios: Iterable[str] = (),
    parties: Sequence[Party] = (),
    *,
    complete: bool = False,
) -> Term:
    """The first variant that certainly holds replaces the days (and the unit)."""
    everyone = as_parties(definition, parties, complete)
    view = View(read_answers(definition, scenarios), everyone, everyone.of("applicant")[0])
    return _term(limit, {v.when.text: v.when.holds(view) is True for v in limit.variants})


def terms_together(promise: Limit, statute: Limit) -> Iterator[tuple[str, Term, Term]]:
    """Both limits in every case their variants tell apart, with what makes it so."""
    texts = list(dict.fromkeys(v.when.text for v in (*promise.variants, *statute.variants)))
    for values in product((False, True), repeat=min(len(texts), 8)):
        world = dict(zip(texts, values, strict=False))
        true = "、".join(text for text, value in world.items() if value)
        yield true, _term(promise, world), _term(statute, world)


def _term(limit: Limit, world: dict[str, bool]) -> Term:
    base = base_term(limit)
    for variant in limit.variants:
        if world.get(variant.when.text):
            return Term(variant.days, variant.unit or base.unit, base.starts)
    return base
