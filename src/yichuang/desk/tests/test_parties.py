"""Who is here: registered, corrected, seen in full with a reason."""

from __future__ import annotations

import pytest

from yichuang.cases.models import Case, Party, Requirement
from yichuang.cases.tests.factories import BIRTH, FUND, LABOUR, LORRIES, published
from yichuang.catalogue import queries as catalogue
from yichuang.kit.clock import now
from yichuang.kit.events.models import Event
from yichuang.kit.privacy import decrypt
from yichuang.kit.tests.forms import hidden_fields

from .. import acts
from ..carrying import applicant_elsewhere
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
    before = Party.objects.get()
    page = register(desk, ref="applicant", role="applicant", name="张建业")
    assert "张建业" in page
    after = Party.objects.get()
    assert after.pk == before.pk
    kept = ("identity_type", "identity_hash", "phone_hash", "facts")
    assert all(getattr(after, name) == getattr(before, name) for name in kept), "left empty"
    assert decrypt(after.identity_sealed, "identity") == NUMBER
    assert decrypt(after.phone_sealed, "phone") == PHONE


def test_party_when_another_role_is_added_then_both_are_there() -> None:
    desk = Desk()
    register(desk)
    register(desk, role="spouse", name="李四")
    assert list(Party.objects.order_by("order").values_list("ref", flat=True)) == [
        "applicant",
        "spouse",
    ]


def test_parties_when_called_the_same_then_a_card_has_the_number_of_its_papers() -> None:
    desk = Desk(LORRIES)
    register(desk)
    register(desk, role="each_driver", name="李四")
    assert "<dt>驾驶员</dt><dd>李四</dd>" in logged_in(desk.owner).get("/desk/").content.decode()
    page = register(desk, role="each_driver", name="王五")
    for n, name in enumerate(("李四", "王五"), 1):
        assert f"<dt>驾驶员 {n}</dt><dd>{name}</dd>" in page
        assert f"机动车驾驶证（驾驶员 {n}）" in page
    Requirement.objects.filter(party_ref="each_driver").delete()
    page = logged_in(desk.owner).get("/desk/").content.decode()
    assert "<dt>驾驶员 2</dt><dd>王五</dd>" in page
    assert 'scope="rowgroup">驾驶员 2</th>' in page


def test_party_when_the_second_matter_is_shown_then_registered_there() -> None:
    desk = Desk(BIRTH, LABOUR)
    desk.add(LABOUR)
    register(desk, f"?matter={LABOUR}", name="清河劳务有限公司", identity_type="uscc")
    assert Party.objects.get().case.item.code == LABOUR


def two_matters() -> Desk:
    desk = Desk(BIRTH, FUND)
    desk.add(FUND)
    register(desk)
    return desk


def page_of(desk: Desk, code: str) -> str:
    return logged_in(desk.owner).get(f"/desk/?matter={code}").content.decode()


def applicants(code: str) -> list[str]:
    rows = Party.objects.filter(case__item__code=code, role="applicant")
    return [decrypt(row.name_sealed, "names") for row in rows]


def test_second_matter_when_the_first_has_its_person_then_shown_and_not_asked_again() -> None:
    page = page_of(two_matters(), FUND)
    assert "张建国" in page
    assert NUMBER not in page
    assert 'id="p-name"' not in page
    assert Case.objects.count() == 1, "shown only: nothing is opened before the first key"


def test_second_matter_when_its_first_key_is_pressed_then_it_has_the_same_person() -> None:
    desk = two_matters()
    acts.answer(actor=desk.owner, now=now(), ticket=desk.ticket, chosen=[], matter=FUND)
    first, second = Party.objects.order_by("case__opened_at")
    assert second.case.item.code == FUND
    assert (second.identity_hash, second.phone_hash) == (first.identity_hash, first.phone_hash)
    assert applicants(FUND) == ["张建国"]


def test_second_matter_when_another_person_is_registered_then_only_that_one() -> None:
    desk = two_matters()
    page = register(desk, f"?matter={FUND}", role="applicant", name="李四")
    assert "李四" in page
    assert (applicants(FUND), applicants(BIRTH)) == (["李四"], ["张建国"])


def test_second_matter_when_corrected_then_the_first_keeps_its_own() -> None:
    desk = two_matters()
    acts.answer(actor=desk.owner, now=now(), ticket=desk.ticket, chosen=[], matter=FUND)
    register(desk, f"?matter={FUND}", ref="applicant", role="applicant", name="张建业")
    assert (applicants(FUND), applicants(BIRTH)) == (["张建业"], ["张建国"])


def test_second_matter_when_it_was_begun_first_then_one_press_takes_the_person_over() -> None:
    desk = Desk(BIRTH, FUND)
    desk.add(FUND)
    acts.answer(actor=desk.owner, now=now(), ticket=desk.ticket, chosen=[], matter=FUND)
    register(desk)
    assert "和另一件事同一人" in page_of(desk, FUND)
    for _again in range(2):
        register(desk, f"?matter={FUND}", same="1")
    assert applicants(FUND) == ["张建国"]


def test_same_person_when_nobody_is_registered_then_refused_in_words() -> None:
    desk = Desk(BIRTH, FUND)
    desk.add(FUND)
    address = f"/desk/ticket/{desk.public_id}/party/?matter={FUND}"
    answer = logged_in(desk.owner).post(address, {"same": "1"})
    assert answer.status_code == 409
    assert "还没登记" in answer.content.decode()


def test_matter_of_organisations_when_the_first_is_of_a_person_then_asked_anew() -> None:
    two_matters()
    item = published(FUND)
    definition = catalogue.definition_of(catalogue.current_version(item, now()))
    opened = list(Case.objects.all())
    assert applicant_elsewhere(opened, item, definition) is not None
    of_firms = definition.model_copy(update={"service_object": "法人"})
    assert applicant_elsewhere(opened, item, of_firms) is None


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
