"""What a finish asks about first: a ticket ends once, and what was forgotten needs a new number."""

from __future__ import annotations

from dataclasses import dataclass, field

from yichuang.cases import queries as cases
from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.kit.actors import Actor
from yichuang.tickets import queries as tickets
from yichuang.tickets.models import Ticket

from .matters import cases_shown, not_begun, query_of


@dataclass(frozen=True)
class Gap:
    """Papers that are missing, and no one-time sheet was told for them."""

    item: Item
    count: int

    @property
    def query(self) -> str:
        return query_of(self.item)


@dataclass(frozen=True)
class Doubts:
    called: bool = False  # nobody was seen at the counter yet
    left: list[Item] = field(default_factory=list)  # never begun
    gaps: list[Gap] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """What the confirming button sends back: what was not asked is not confirmed."""
        called = ["called"] if self.called else []
        gaps = [f"{gap.item.code}:{gap.count}" for gap in self.gaps]
        return called + [item.code for item in self.left] + gaps


def doubts_of(actor: Actor, ticket: Ticket) -> Doubts:
    """None of a ticket that is not at this worker's counter, whose finish is refused anyway."""
    counter = tickets.counter_of_worker(actor)
    if counter is None or ticket.at_counter_id != counter.pk:
        return Doubts()
    found = [_gap(case) for case in cases_shown(ticket)]
    gaps = [gap for gap in found if gap.count]
    return Doubts(ticket.state == "called", not_begun(ticket), gaps)


def _gap(case: Case) -> Gap:
    told = case.state != "draft" or any(d["kind"] == "sheet" for d in cases.documents_of(case))
    rows = [] if told else cases.requirement_list(case)
    return Gap(case.item, sum(row.state == "rejected" for row in rows))
