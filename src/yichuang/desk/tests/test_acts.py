"""What one key does, where it is more than one service."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from yichuang.cases.models import Case, Requirement
from yichuang.cases.tests.factories import BIRTH, FUND, LABOUR
from yichuang.desk import acts, beginning
from yichuang.kit.clock import now
from yichuang.kit.documents.models import Document
from yichuang.kit.errors import DomainError, Invalid, NotFound, Refused
from yichuang.kit.events.models import Event
from yichuang.tickets import services as tickets
from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.racing import codes, race

from .factories import Desk

pytestmark = pytest.mark.django_db
FORM, PAPER = "WJ-001-M01", "WJ-001-M02"


def press(desk: Desk, code: str = FORM, state: str = "", reason: str = "", matter: str = "") -> str:
    """The state after one press of a digit, or of a button."""
    acts.mark(
        actor=desk.owner,
        now=now(),
        ticket=desk.ticket,
        code=code,
        party="applicant",
        state=state,
        reason=reason,
        matter=matter,
    )
    return Requirement.objects.get(code=code, case__item__code=matter or desk.codes[0]).state


def states(desk: Desk) -> list[str]:
    return list(Requirement.objects.order_by("order").values_list("state", flat=True))


def test_first_key_when_called_then_serving_begins_with_one_case() -> None:
    desk = Desk(state="called")
    Ticket.objects.filter(public_id=desk.public_id).update(scenarios=[])
    assert press(desk) == "checked"
    assert desk.ticket.state == "serving"
    case = beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert case == Case.objects.get()


def test_first_key_when_scenarios_were_chosen_then_the_case_has_them_and_another_matter_not() -> (
    None
):
    desk = Desk(FUND, BIRTH)
    Ticket.objects.filter(public_id=desk.public_id).update(scenarios=["rent"])
    assert beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket).scenarios == ["rent"]
    desk.add(BIRTH)
    other = beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket, matter=BIRTH)
    assert (other.item.code, other.scenarios) == (BIRTH, [])


def test_first_key_when_a_new_version_dropped_what_was_chosen_then_the_rest_is_kept() -> None:
    desk = Desk(FUND)
    Ticket.objects.filter(public_id=desk.public_id).update(scenarios=["gone", "rent"])
    assert beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket).scenarios == ["rent"]


def test_key_when_the_ticket_has_no_item_then_refused_until_one_is_chosen() -> None:
    desk = Desk()
    Ticket.objects.filter(public_id=desk.public_id).update(item=None)
    with pytest.raises(Refused, match="先选") as refused:
        press(desk)
    assert refused.value.code == "no_item"
    tickets.change_item(actor=desk.owner, now=now(), ticket=desk.ticket, item=BIRTH)
    assert press(desk) == "checked"


def test_key_when_the_matter_is_not_of_this_ticket_then_refused() -> None:
    desk = Desk(BIRTH, LABOUR)
    with pytest.raises(NotFound) as refused:
        press(desk, matter=LABOUR)
    assert refused.value.code == "no_such_matter"
    desk.add(LABOUR)
    line = beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket, matter=LABOUR).listed[0]
    assert press(desk, line.code, matter=LABOUR) == "checked"


def test_key_when_the_person_sits_at_another_counter_then_refused_with_its_number() -> None:
    desk = Desk()
    press(desk)
    tickets.hold(actor=desk.owner, now=now(), ticket=desk.ticket)
    tickets.resume(actor=desk.colleague, now=now(), ticket=desk.ticket)
    with pytest.raises(Refused, match="2 号窗口") as refused:
        press(desk)
    assert refused.value.code == "not_your_ticket"
    assert states(desk)[0] == "checked"
    desk.owner, desk.colleague = desk.colleague, desk.owner
    assert press(desk) == "rejected"


def test_key_when_the_person_has_gone_then_refused() -> None:
    desk = Desk()
    press(desk)
    acts.finish(actor=desk.owner, now=now(), ticket=desk.ticket, call=False)
    with pytest.raises(Refused, match="已不在窗口") as refused:
        press(desk)
    assert refused.value.code == "not_allowed"


def test_digit_when_pressed_again_then_it_goes_round() -> None:
    desk = Desk()
    assert [press(desk) for _ in range(4)] == ["checked", "rejected", "required", "checked"]
    assert press(desk, state="rejected", reason="过期") == "rejected"
    assert Requirement.objects.get(code=FORM).reason == "过期"


def test_digit_when_the_line_is_undecided_then_blank_means_undecided_again() -> None:
    desk = Desk(FUND)
    case = beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    line = next(row for row in case.listed if row.state == "undecided")
    acts.mark(
        actor=desk.owner,
        now=now(),
        ticket=desk.ticket,
        code=line.code,
        party=line.party_ref,
        state="required",
        reason="",
    )
    line.refresh_from_db()
    assert line.state == "undecided"


def test_digit_when_the_case_has_no_such_line_then_refused() -> None:
    desk = Desk()
    with pytest.raises(Invalid):
        press(desk, code="WJ-001-M99")


def test_all_received_when_taken_back_then_only_that_press_is() -> None:
    desk = Desk(LABOUR)
    first = beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket).listed[0]
    press(desk, first.code)
    acts.all_received(actor=desk.owner, now=now(), ticket=desk.ticket)
    asked = [state for state in states(desk) if state != "undecided"]
    assert set(asked) == {"checked"}
    acts.undo_all(actor=desk.owner, now=now(), ticket=desk.ticket)
    left = [state for state in states(desk) if state != "undecided"]
    assert left == ["checked", *["required"] * (len(asked) - 1)]


def test_all_received_when_one_was_missing_then_it_stays_missing() -> None:
    desk = Desk()
    press(desk, state="rejected")
    acts.all_received(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert states(desk) == ["rejected", "checked"]


def test_answers_when_asked_anew_then_every_question_is_open_again() -> None:
    desk = Desk(FUND)
    answer = partial(acts.answer, actor=desk.owner, now=now(), ticket=desk.ticket)
    answer(chosen=["rent"])
    assert Case.objects.get().unanswered == []
    answer(chosen=[], anew=True)
    assert Case.objects.get().unanswered == ["reason"]


def test_sheet_when_two_matters_then_each_has_its_own() -> None:
    desk = Desk(BIRTH, LABOUR)
    desk.add(LABOUR)
    for matter in ("", LABOUR):
        code = acts.tell_sheet(actor=desk.owner, now=now(), ticket=desk.ticket, matter=matter)
        told = Document.objects.get(code=code)
        assert Case.objects.get(item__code=matter or BIRTH).papers == [told.id]


def test_finish_when_two_matters_then_once_for_both() -> None:
    desk = Desk(BIRTH, LABOUR)
    desk.add(LABOUR)
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket, matter=LABOUR)
    assert acts.finish(actor=desk.owner, now=now(), ticket=desk.ticket, call=False) is None
    assert desk.ticket.state == "done"
    assert Event.objects.filter(name="ticket.finished").count() == 1


def test_finish_when_the_next_is_called_too_then_the_counter_has_them() -> None:
    desk = Desk()
    waiting = desk.house.take("A", now=now())
    assert acts.finish(actor=desk.owner, now=now(), ticket=desk.ticket, call=True) is None
    waiting.refresh_from_db()
    assert (waiting.state, waiting.at_counter_id) == ("called", desk.counter.pk)
    assert desk.ticket.state == "done"


def test_finish_when_only_called_then_it_is_started_first() -> None:
    desk = Desk(state="called")
    acts.finish(actor=desk.owner, now=now(), ticket=desk.ticket, call=False)
    assert desk.ticket.state == "done"


def test_transfer_when_only_called_then_it_is_started_first_and_needs_a_reason() -> None:
    desk = Desk(state="called")
    move = partial(acts.transfer, actor=desk.owner, now=now(), queue=desk.house.queues["B"].pk)
    with pytest.raises(Invalid):
        move(ticket=desk.ticket, reason=" ")
    assert desk.ticket.state == "called", "nothing of a refused key is kept"
    move(ticket=desk.ticket, reason="走错了")
    assert (desk.ticket.state, desk.ticket.queue.prefix) == ("waiting", "B")


@pytest.mark.parametrize("key", [beginning.start, acts.all_received, acts.tell_sheet])
def test_any_key_when_a_stranger_presses_it_then_nothing_is_done(key: Any) -> None:
    desk = Desk()
    stranger, _counter = desk.stranger()
    with pytest.raises(DomainError):
        key(actor=stranger, now=now(), ticket=desk.ticket)
    assert not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_first_key_on_a_matter_when_pressed_at_once_then_one_case_is_opened() -> None:
    desk = Desk(BIRTH, LABOUR)
    desk.add(LABOUR)
    begin = partial(beginning.begin, actor=desk.owner, now=now(), ticket=desk.ticket, matter=LABOUR)
    results = race([begin] * 8)
    assert codes(results) == []
    assert len({case.pk for case in results}) == 1
    assert Case.objects.count() == 1
