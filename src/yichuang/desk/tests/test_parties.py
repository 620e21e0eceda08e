"""Who is here: registered, corrected, seen in full with a reason."""

from __future__ import annotations

import pytest

from yichuang.cases.models import Case, Party
from yichuang.cases.tests.factories import BIRTH, LABOUR
from yichuang.kit.clock import now
from yichuang.kit.events.models import Event
from yichuang.kit.tests.forms import hidden_fields

from .. import acts
from .factories import Desk, logged_in

pytestmark = pytest.mark.django_db
NUMBER, PHONE = "11010519491231002X", "13800001234"
ZHANG = {"name": "张建国", "identity_number": NUMBER, "phone": PHONE}


def register(desk: Desk, query: str = "", **given: str) -> str:
    address = f"/desk/ticket/{desk.public_id}/party/{query}"
    answer = logged_in(desk.owner).post(address, given or ZHANG, follow=True)
    return str(answer.content.decode())


def test_party_when_registered_then_shown_with_a_masked_number() -> None:
    desk = Desk()
    page = register(desk)
    assert "张建国" in page
    assert NUMBER not in page
    assert PHONE not in page
    party = Party.objects.get()
    assert (party.ref, party.kind, party.identity_type) == ("applicant", "person", "resident_id")


def test_party_when_corrected_then_it_stays_the_same_party() -> None:
    desk = Desk()
    register(desk)
    page = register(desk, ref="applicant", role="applicant", name="张建业")
    assert "张建业" in page
    assert Party.objects.count() == 1


def test_party_when_another_role_is_added_then_both_are_there() -> None:
    desk = Desk()
    register(desk)
    register(desk, role="spouse", name="李四")
    assert list(Party.objects.order_by("order").values_list("ref", flat=True)) == [
        "applicant",
        "spouse",
    ]


def test_party_when_the_second_matter_is_shown_then_registered_there() -> None:
    desk = Desk(BIRTH, LABOUR)
    desk.add(LABOUR)
    register(desk, f"?matter={LABOUR}", name="清河劳务有限公司", identity_type="uscc")
    assert Party.objects.get().case.item.code == LABOUR


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "这个字段是必填项"),
        ({"name": "张建国", "identity_type": "passport-of-mars"}, "选择一个有效的选项"),
        ({"name": "张" * 300}, "200"),
    ],
)
def test_party_when_something_is_wrong_then_refused_in_words_and_nothing_is_stored(
    given: dict[str, str], said: str
) -> None:
    desk = Desk()
    answer = logged_in(desk.owner).post(f"/desk/ticket/{desk.public_id}/party/", given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Case.objects.exists()


def test_numbers_in_full_when_a_reason_is_given_then_shown_and_recorded() -> None:
    desk = Desk()
    register(desk)
    address, client = f"/desk/ticket/{desk.public_id}/full/", logged_in(desk.owner)
    asked = client.get(f"{address}?ref=applicant").content
    assert NUMBER not in asked.decode()
    sent = hidden_fields(asked, "ref")
    assert sent["_key"]
    page = client.post(address, sent | {"reason": "compare"}).content.decode()
    assert NUMBER in page
    assert PHONE in page
    read = Event.objects.get(name="case.revealed")
    assert (read.actor, read.data) == (
        desk.owner.ref,
        {"reason": "compare", "party": "applicant"},
    )


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"ref": "applicant"}, 422), ({"ref": "spouse", "reason": "compare"}, 404)],
)
def test_numbers_in_full_when_no_reason_or_nobody_then_refused(
    sent: dict[str, str], status: int
) -> None:
    desk = Desk()
    register(desk)
    answer = logged_in(desk.owner).post(f"/desk/ticket/{desk.public_id}/full/", sent)
    assert answer.status_code == status
    assert NUMBER not in answer.content.decode()
    assert not Event.objects.filter(name="case.revealed").exists()


def test_numbers_in_full_when_a_stranger_asks_then_there_is_no_such_ticket() -> None:
    desk = Desk()
    register(desk)
    stranger, _counter = desk.stranger()
    sent = {"ref": "applicant", "reason": "compare"}
    answer = logged_in(stranger).post(f"/desk/ticket/{desk.public_id}/full/", sent)
    assert answer.status_code == 404


def test_history_when_another_matter_was_done_before_then_told_and_recorded() -> None:
    desk = Desk()
    register(desk)
    acts.finish(actor=desk.owner, now=now(), ticket=desk.ticket, call=False)
    desk.public_id = desk.house.at_desk(
        desk.owner, desk.counter, state="serving", now=now()
    ).public_id
    register(desk)
    answer = logged_in(desk.owner).get(f"/desk/ticket/{desk.public_id}/history/")
    assert "生育登记" in answer.content.decode()
    assert "还差材料" in answer.content.decode()
    assert Event.objects.filter(name="case.history_read").exists()
