"""Real threads on real connections; which lock or constraint holds each is in its docstring."""

from __future__ import annotations

from functools import partial

import pytest

from yichuang.cases import services
from yichuang.cases.models import Case, Requirement
from yichuang.cases.rules import Mark
from yichuang.kit.documents.models import Document
from yichuang.kit.events.models import Event
from yichuang.tickets import services as tickets
from yichuang.tickets.tests.racing import THREADS, codes, one_after_the_other, race

from .factories import BIRTH, FUND, NOW, CaseHouse

pytestmark = pytest.mark.django_db(transaction=True)


def test_marking_the_same_material_keeps_one_line_and_every_version() -> None:
    """The case row, locked before its list is read: a mark lost would be a version lost."""
    house = CaseHouse(BIRTH)
    worker, case = house.worker(), house.open()
    marks = [[Mark(["checked", "rejected"][n % 2], code="WJ-001-M02")] for n in range(THREADS)]
    mark = partial(services.mark_requirements, actor=worker, now=NOW, case=case.id)
    assert codes(race([partial(mark, marks=m) for m in marks])) == []
    assert Requirement.objects.filter(case=case, code="WJ-001-M02").count() == 1
    assert Case.objects.get(pk=case.pk).version == THREADS + 1
    versions = Event.objects.filter(name="case.marked").order_by("seq")
    assert list(versions.values_list("version", flat=True)) == list(range(2, THREADS + 2))


def test_marking_while_questions_are_answered_loses_no_mark() -> None:
    """The same lock: a list computed from an older one would put a mark back to blank."""
    house = CaseHouse(FUND)
    worker, case = house.worker(), house.open(scenarios=["buy"])
    give = {"actor": worker, "now": NOW, "case": case.id}
    answers = [
        partial(services.answer_questions, scenarios=[("buy", "retire")[n % 2]], **give)
        for n in range(THREADS // 2)
    ]
    marks = [Mark("checked", code="GJJ-001-M02")]
    mark = [partial(services.mark_requirements, marks=marks, **give)] * (THREADS // 2)
    assert codes(race([w for pair in zip(answers, mark, strict=True) for w in pair])) == []
    kept = Requirement.objects.get(case=case, code="GJJ-001-M02")
    assert (kept.state, kept.grade) == ("checked", "B")


def test_completing_at_once_gives_one_number_and_one_receipt() -> None:
    """The case row: the second finds it issued."""
    house = CaseHouse(BIRTH)
    worker, case = house.worker(), house.ready()
    complete = partial(services.complete_on_the_spot, actor=worker, now=NOW, case=case.id)
    assert codes(race([complete] * THREADS)) == ["not_allowed"] * (THREADS - 1)
    assert Document.objects.filter(hall_id=house.hall.id, kind="receipt").count() == 1
    assert Event.objects.filter(name="case.completed", subject=str(case.id)).count() == 1


def test_receiving_numbers_cases_and_receipts_without_double_or_gap() -> None:
    """kit.numbering's rows, locked until the commit; case_number and document_number are unique."""
    house = CaseHouse(BIRTH)
    worker = house.worker()
    opened = [house.open(worker) for _ in range(THREADS)]
    receive = [partial(services.receive, actor=worker, now=NOW, case=c.id) for c in opened]
    assert codes(race(receive)) == []
    numbers = Case.objects.filter(hall=house.hall).values_list("number", flat=True)
    assert sorted(int(str(n)[-6:]) for n in numbers) == list(range(1, THREADS + 1))
    serials = Document.objects.filter(hall_id=house.hall.id).values_list("serial", flat=True)
    assert sorted(s for s in serials if s) == list(range(1, THREADS + 1))


def test_withdrawing_while_completing_ends_in_one_of_both() -> None:
    """The case row again: whoever comes second is told the state."""
    house = CaseHouse(BIRTH)
    worker = house.worker()
    for _ in range(4):
        case = house.ready(worker)
        give = {"actor": worker, "now": NOW, "case": case.id}
        both = [
            partial(services.withdraw, **give),
            partial(services.complete_on_the_spot, **give),
        ]
        assert codes(race(both)) == ["not_allowed"]
        assert Case.objects.get(pk=case.pk).state in ("withdrawn", "issued")


@pytest.mark.parametrize("first", ["case", "ticket"])
def test_opening_a_case_while_its_ticket_is_held_does_both(first: str) -> None:
    """The ticket's row lock at the opening: without it the commit, which holds the head of the
    events, waits for the ticket (its foreign key), and whoever has the ticket for the head."""
    house = CaseHouse(BIRTH)
    worker, counter = house.desk(1)
    give = {"actor": worker, "now": NOW, "ticket": house.ticket(worker, counter).public_id}
    both = [partial(services.open_case, item=BIRTH, **give), partial(tickets.hold, **give)]
    results = one_after_the_other(house.hall.id, *both[:: 1 if first == "case" else -1])
    assert codes(results) == []
    told = Event.objects.filter(hall_id=house.hall.id, stream="main").order_by("seq")
    names = ["case.opened", "ticket.held"][:: 1 if first == "case" else -1]
    assert list(told.values_list("name", flat=True))[-2:] == names
