"""A hall that serves real items of the demonstration catalogue, its workers and their tickets."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Max

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.rules import Mark
from yichuang.cases.services import PartyGiven
from yichuang.catalogue.models import Department, Item, ItemVersion
from yichuang.catalogue.reading import Catalogue, read_catalogue
from yichuang.catalogue.tests.factories import FILE
from yichuang.kit.actors import Actor
from yichuang.places.models import Counter, HallItem
from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import NOW, House, later

__all__ = ["NOW", "CaseHouse", "applicant", "later"]

# Here, on the spot, one person · here, on the spot, two · here, committed time · elsewhere.
BIRTH, FUND, LABOUR, MARRIAGE = "WJ-001", "GJJ-001", "RS-JY-001", "MZ-001"
SEAL = "GA-YZ-001"
LORRIES = "JT-001"  # any number of drivers


@cache
def catalogue() -> Catalogue:
    return read_catalogue(FILE.read_text())


def published(code: str) -> Item:
    found = Item.objects.filter(code=code).first()
    if found:
        return found
    definition, entry = catalogue().items[code], catalogue().entries[code]
    department, _new = Department.objects.get_or_create(
        code=definition.dept, defaults={"name": definition.vocabulary.department}
    )
    highest = Item.objects.aggregate(Max("order"))["order__max"] or 0
    item = Item.objects.create(
        code=code,
        name=definition.name,
        department=department,
        origin="authored",
        handled_in=definition.handled_in,
        order=highest + 1,
    )
    ItemVersion.objects.create(
        item=item,
        version=1,
        effective_from=later(-60),
        published_at=later(-60),
        published_by="staff:editor",
        definition=entry,
        digest="0" * 64,
    )
    return item


def applicant(name: str = "张三", **more: Any) -> PartyGiven:
    return PartyGiven("applicant", more.pop("kind", "person"), name, **more)


class CaseHouse(House):
    """Owner: a worker at counter 1; colleague: at counter 2; stranger: of another hall."""

    def __init__(self, *codes: str, **settings: Any) -> None:
        super().__init__(**settings)
        self.codes = codes or (BIRTH,)
        for code in self.codes:
            item = published(code)
            HallItem.objects.create(hall=self.hall, item=item, queue=self.queues["A"])
        self.item = published(self.codes[0])

    def worker(self) -> Actor:
        return self.actor("worker", "A")

    def ticket(
        self, worker: Actor, counter: Counter, code: str = "", state: str = "serving"
    ) -> Ticket:
        """A ticket for the item, called to this counter and started."""
        self.items["A"] = published(code or self.codes[0])
        return self.at_desk(worker, counter, state=state)

    def open(self, worker: Actor | None = None, code: str = "", **more: Any) -> Case:
        more.setdefault("parties", [applicant()])
        return services.open_case(
            actor=worker or self.worker(),
            now=more.pop("now", NOW),
            item=code or self.codes[0],
            **more,
        )

    def ready(self, worker: Actor | None = None, code: str = "", **more: Any) -> Case:
        """Everything that is asked was checked."""
        worker = worker or self.worker()
        case = self.open(worker, code, **more)
        return services.mark_requirements(
            actor=worker,
            now=NOW,
            case=case,
            marks=[Mark("checked", id=str(row.id)) for row in case.listed],
        )
