"""A worker at an open counter, with a ticket in front of them."""

from __future__ import annotations

from django.test import Client

from yichuang.cases.tests.factories import BIRTH, CaseHouse
from yichuang.kit.actors import Actor
from yichuang.kit.clock import now
from yichuang.people.models import User
from yichuang.places.models import Counter
from yichuang.tickets import queries, services
from yichuang.tickets.models import Ticket


class Desk:
    """Owner at counter 1 with the ticket; colleague at counter 2; stranger in another hall.

    Times are real ones: views read the clock themselves.
    """

    def __init__(self, *codes: str, state: str = "serving", serve: bool = True) -> None:
        self.codes = codes or (BIRTH,)
        self.house = CaseHouse(*self.codes)
        self.owner, self.counter = self.house.desk(1, now=now())
        self.colleague, self.second = self.house.desk(2, now=now())
        if serve:
            self.house.items["A"] = self.house.item
            self.public_id = self.house.at_desk(
                self.owner, self.counter, state=state, now=now()
            ).public_id

    @property
    def ticket(self) -> Ticket:
        return queries.get_ticket_for(self.owner, self.public_id)

    def add(self, code: str) -> None:
        services.add_matter(actor=self.owner, now=now(), ticket=self.ticket, item=code)

    def stranger(self) -> tuple[Actor, Counter]:
        return CaseHouse(*self.codes).desk(1, now=now())


def logged_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=actor.key),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client
