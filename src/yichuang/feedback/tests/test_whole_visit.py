"""A whole visit, and what of the person stands in events afterwards: nothing."""

from __future__ import annotations

import json

import pytest

from yichuang.cases import services as cases
from yichuang.cases.rules import Mark
from yichuang.cases.services import PartyGiven
from yichuang.cases.tests.factories import BIRTH, NOW, CaseHouse, later
from yichuang.feedback import services as feedback
from yichuang.feedback.models import Rating
from yichuang.kit.actors import citizen
from yichuang.kit.models import Event
from yichuang.tickets import services as tickets
from yichuang.tickets.models import Ticket

pytestmark = pytest.mark.django_db

NAME, NUMBER, PHONE, WORDS = "欧阳锋", "11010519491231002X", "13912345678", "窗口的李姐真好"


def test_no_event_of_a_whole_visit_holds_a_personal_value() -> None:
    house = CaseHouse(BIRTH)
    house.items["A"] = house.item
    worker, counter = house.desk(1)
    phone = citizen("device-of-somebody-in-the-hall")
    taken = house.taken(
        "A", actor=phone, identity={"type": "resident_id", "number": NUMBER}, phone=PHONE
    )
    ticket = taken.ticket.public_id
    tickets.arrive(actor=house.guide(), now=NOW, ticket=ticket)
    tickets.call_next(actor=worker, now=later(1), counter=counter)
    tickets.start(actor=worker, now=later(2), ticket=ticket)
    party = PartyGiven("applicant", "person", NAME, ("resident_id", NUMBER), PHONE)
    case = cases.open_case(actor=worker, now=later(3), item=BIRTH, parties=[party], ticket=ticket)
    give = {"actor": worker, "now": later(4), "case": case}
    cases.mark_requirements(**give, marks=[Mark("rejected", code="WJ-001-M02", reason=NAME)])
    cases.tell_sheet(actor=worker, now=later(4), hall=house.hall, item=BIRTH, ticket=ticket)
    marks = [Mark("checked", id=str(row.id)) for row in case.listed]
    cases.mark_requirements(**give, marks=marks)
    cases.complete_on_the_spot(**give)
    tickets.finish(actor=worker, now=later(5), ticket=ticket)
    feedback.rate(actor=phone, now=later(6), rating_key=taken.rating_key, level=1, comment=WORDS)
    events = list(Event.objects.all())
    assert {"ticket.taken", "case.completed", "rating.given"} <= {e.name for e in events}
    told = json.dumps([[e.data, e.subject, e.actor, e.topics] for e in events], ensure_ascii=False)
    for secret in (NAME, NUMBER, PHONE, WORDS, taken.secret, taken.rating_key):
        assert secret not in told


def test_a_rating_names_neither_visit_ticket_nor_worker() -> None:
    house = CaseHouse(BIRTH)
    worker, counter = house.desk(1)
    taken = house.taken("A")
    feedback.rate(actor=citizen(), now=NOW, rating_key=taken.rating_key, level=5)
    ticket = Ticket.objects.get()
    kept = {k: str(v) for k, v in Rating.objects.values().get().items()}
    around = (ticket.id, ticket.public_id, ticket.visit_id, ticket.number, worker.membership_id)
    assert not [v for v in kept.values() for a in (*around, counter.id) if str(a) in v]
    event = Event.objects.get(name="rating.given")
    assert (event.subject, event.topics) == (str(house.hall.id), [])
