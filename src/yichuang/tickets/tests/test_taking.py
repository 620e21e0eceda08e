"""Numbers, secrets, arrival, limits, claims: each refusal beside its success."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from yichuang.kit.actors import SYSTEM, Actor, citizen
from yichuang.kit.errors import DomainError, Forbidden, Invalid, NotFound
from yichuang.kit.events.models import Event
from yichuang.kit.models import Serial
from yichuang.places.models import FIRST_TIER, Hall
from yichuang.tickets import queries, services
from yichuang.tickets.arrival import code_at
from yichuang.tickets.forms import NEED_WORDS, TakeForm
from yichuang.tickets.models import Ticket

from .factories import NOW, House, fresh, later

pytestmark = pytest.mark.django_db
CARD = {"type": "resident_id", "number": "11010519491231002X"}
ME = citizen("device-me-0123456789")


def refused(expected: str, service: Any, /, **values: Any) -> DomainError:
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        service(**values)
    assert refusal.value.code == expected
    return refusal.value


@pytest.fixture
def house() -> House:
    return House()


def test_number_has_three_digits_and_goes_on_at_1000(house: House) -> None:
    first = house.take("A")
    assert (first.number, first.serial, first.day.isoformat()) == ("A001", 1, "2026-11-23")
    Serial.objects.filter(hall_id=house.hall.id, series="ticket A").update(last=998)
    assert [house.take("A").number for _ in range(3)] == ["A999", "A1000", "A1001"]
    assert house.take("B").number == "B001"


def test_number_begins_anew_at_the_halls_midnight(house: House) -> None:
    midnight = NOW.replace(hour=16)  # 00:00 in Shanghai
    assert house.take("A", now=midnight - timedelta(seconds=1)).number == "A001"
    next_day = house.take("A", now=midnight)
    assert (next_day.number, next_day.day.isoformat()) == ("A001", "2026-11-24")


def test_clock_set_back_gives_no_number_twice(house: House) -> None:
    numbers = [house.take("A", now=later(minutes)).number for minutes in (0, -70, 5)]
    assert numbers == ["A001", "A002", "A003"]
    yesterday = house.take("A", now=later(-24 * 60))
    assert (yesterday.number, yesterday.day.day) == ("A001", 22)
    assert house.take("A", now=later(6)).number == "A004"


def test_same_number_twice_is_refused_by_the_database(house: House) -> None:
    first, second = house.take("A"), house.take("A")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=second.pk).update(number=first.number)


def test_citizen_gets_secrets_kept_as_hashes_and_staff_none(house: House) -> None:
    taken = house.taken("A")
    assert len({taken.secret, taken.rating_key, taken.ticket.public_id}) == 3
    stored = " ".join(str(v) for v in Ticket.objects.values().get(pk=taken.ticket.pk).values())
    assert taken.secret not in stored
    assert taken.rating_key not in stored
    assert fresh(taken.ticket).visit.rating_hash
    by_guide = house.taken("A", actor=house.guide())
    assert (by_guide.secret, by_guide.rating_key) == ("", "")
    assert by_guide.ticket.arrived_at == NOW


def test_code_of_this_and_the_last_minute_arrives(house: House) -> None:
    for back, fits in ((0, True), (1, True), (2, False), (-1, False)):
        code = code_at(house.hall, NOW - timedelta(minutes=back))
        taken = house.taken("A", code=code)
        assert (taken.ticket.arrived_at is not None) is fits
        assert [c for c, _ in taken.warnings] == ([] if fits else ["code_lapsed"])
    assert code_at(house.hall, NOW) != code_at(House().hall, NOW)


def test_ticket_from_elsewhere_is_called_only_after_arriving(house: House) -> None:
    worker, counter = house.desk(1)
    ticket = house.taken("A").ticket
    assert services.call_next(actor=worker, now=NOW, counter=counter) is None
    values = {"actor": ME, "now": NOW, "ticket": ticket.public_id}
    refused("wrong_code", services.arrive, **values, code="000000x")
    services.arrive(**values, code=code_at(house.hall, NOW))
    services.arrive(**values, code=code_at(house.hall, NOW))  # twice is once
    assert Event.objects.filter(name="ticket.arrived", subject=str(ticket.id)).count() == 1
    called = services.call_next(actor=worker, now=NOW, counter=counter)
    assert called is not None


def test_one_person_holds_one_live_ticket_per_queue(house: House) -> None:
    first = house.take("A", identity=CARD)
    stranger = refused("already_waiting", house.taken, prefix="A", identity=CARD)
    assert "ticket" not in stranger.extra
    kiosk = house.actor("kiosk", kind="machine")
    values = {"prefix": "A", "identity": CARD}
    assert "ticket" not in refused("already_waiting", house.taken, **values, actor=kiosk).extra
    staff = refused("already_waiting", house.taken, **values, actor=house.guide())
    assert staff.extra["ticket"] == {"id": first.public_id, "number": "A001"}
    house.taken("B", identity=CARD)
    house.taken("A", identity={**CARD, "type": "household"})  # another paper is another person
    services.cancel(actor=house.guide(), now=NOW, ticket=first)
    house.taken("A", identity=CARD)


def test_phone_stands_for_a_person_without_papers(house: House) -> None:
    house.taken("A", phone="13900000000")
    refused("already_waiting", house.taken, prefix="A", phone="+86 139-0000-0000")
    house.taken("A", phone="13900000001")
    house.taken("A")
    house.taken("A")


def test_agent_holds_three_each_for_a_named_principal(house: House) -> None:
    agent = {"identity": CARD, "actor": house.guide()}
    for name in ("张·阿依古丽·" + "买" * 50, "李𬸚", "王"):
        house.taken("A", represents={"name": name}, **agent)
    refused("agent_limit", house.taken, prefix="A", represents={"name": "赵"}, **agent)
    refused("principal_name_needed", house.taken, prefix="B", represents={"name": " "}, **agent)
    house.taken("A", **agent)  # one's own number is no agent's
    one = Ticket.objects.filter(hall=house.hall, for_another=True).order_by("serial")[0]
    assert queries.principal_name(one).startswith("张·阿依古丽·")
    assert "阿依" not in one.principal_name
    services.cancel(actor=agent["actor"], now=NOW, ticket=one)
    house.taken("A", represents={"name": "赵"}, **agent)


def test_same_principal_is_refused_in_the_same_queue(house: House) -> None:
    agent = {"identity": CARD, "actor": house.guide()}
    house.taken("A", represents={"name": "张"}, **agent)
    refused("already_waiting", house.taken, prefix="A", represents={"name": "张"}, **agent)
    house.taken("B", represents={"name": "张"}, **agent)


def test_strangers_are_limited_per_phone_and_device(house: House) -> None:
    house.hall.anonymous_per_hour = 2
    house.hall.save()
    for prefix in "AB":
        house.taken(prefix, actor=ME)
    refused("too_many_tickets", house.taken, prefix="Z", actor=ME)
    house.taken("Z")  # another device at the same address
    for prefix in "AB":
        house.taken(prefix, phone="13900000000")
    refused("too_many_tickets", house.taken, prefix="Z", phone="13900000000")
    house.taken("Z", actor=house.guide(), phone="13900000000")
    house.taken("Z", actor=ME, now=later(61))


def test_strangers_on_new_devices_without_a_phone_are_limited_together(house: House) -> None:
    """Each request names another device: their numbers count for all of them."""
    house.hall.anonymous_per_hour = 1
    house.hall.save()
    devices = (citizen(f"{n:024d}", new=True) for n in range(100))
    for _n in range(10):
        house.taken("Z", actor=next(devices))
    refused("phone_or_code_needed", house.taken, prefix="Z", actor=next(devices))
    house.taken("Z", actor=next(devices), phone="13900000000")
    house.taken("Z", actor=next(devices), code=code_at(house.hall, NOW))
    house.taken("Z", actor=citizen("a" * 24))  # one that we have known for a while
    house.taken("Z", actor=house.guide())
    other = House()
    other.taken("Z", actor=next(devices))
    house.taken("Z", actor=next(devices), now=later(61))


def test_strangers_who_arrive_no_longer_count_as_unknown(house: House) -> None:
    house.hall.anonymous_per_hour = 1
    house.hall.save()
    devices = (citizen(f"{n:024d}", new=True) for n in range(100))
    taken = [house.taken("Z", actor=next(devices)).ticket for _n in range(10)]
    services.arrive(actor=house.guide(), now=NOW, ticket=taken[0])
    house.taken("Z", actor=next(devices))
    refused("phone_or_code_needed", house.taken, prefix="Z", actor=next(devices))


def test_wrong_check_digit_warns_and_never_refuses(house: House) -> None:
    wrong = house.taken("A", identity={"type": "resident_id", "number": "110105194912310021"})
    assert [code for code, _ in wrong.warnings] == ["identity_check_digit"]
    refused("unknown_identity_type", house.taken, prefix="A", identity={"type": "x", "number": "1"})
    refused("identity_number_needed", house.taken, prefix="A", identity={"type": "passport"})
    house.taken("A", identity={"type": "none", "number": ""})
    refused("bad_phone", house.taken, prefix="A", phone="abc")


def test_age_of_a_card_and_needs_give_a_place(house: House) -> None:
    guide = house.guide()
    rows = {
        "19700101": (3, 0, []),
        "19601101": (3, 30, ["older"]),
        "19400101": (1, 30, ["over80"]),
    }
    for born, (tier, head_start, needs) in rows.items():
        number = f"110105{born}0021"
        t = house.take("A", actor=guide, identity={"type": "resident_id", "number": number})
        assert (t.tier, t.head_start, t.needs) == (tier, head_start, needs)
    claimed = house.taken("A", needs=["wheelchair"]).ticket
    assert (claimed.tier, claimed.needs_proven) == (1, False)
    assert house.take("A", actor=guide, needs=["wheelchair"]).needs_proven
    assert house.take("A", actor=guide, purpose="collect").tier == 2
    refused("invalid", house.taken, prefix="A", needs=["rich"])


def test_first_tier_is_the_halls_own_list(house: House) -> None:
    house.hall.first_tier = {"veteran": "优待证"}
    house.hall.save()
    guide = house.guide()
    assert house.take("A", actor=guide, needs=["veteran"]).tier == 1
    refused("invalid", house.taken, prefix="A", needs=["wheelchair"])
    old = {"type": "resident_id", "number": "110105194001010021"}
    t = house.take("A", actor=guide, identity=old)
    assert (t.tier, t.head_start, t.needs) == (3, 30, ["older"])


def test_form_offers_what_the_hall_does_with_its_proof_for_who_looks_at_papers(
    house: House,
) -> None:
    assert set(FIRST_TIER) == set(NEED_WORDS) == set(Hall().first_tier)
    house.hall.first_tier = {"veteran": "优待证", "pregnant": ""}
    offered = [
        TakeForm(hall=house.hall, proofs=proofs).fields["needs"].choices for proofs in (False, True)
    ]
    assert offered[0] == [("pregnant", "孕妇"), ("veteran", "退役军人")]
    assert offered[1] == [("pregnant", "孕妇"), ("veteran", "退役军人（优待证）")]
    assert not TakeForm({"needs": ["wheelchair"]}, hall=house.hall).is_valid()


def test_purpose_without_item_goes_to_the_general_queue(house: House) -> None:
    values = {"actor": ME, "now": NOW, "hall": house.hall, "channel": "phone"}
    asked = services.take_ticket(**values, purpose="ask").ticket
    assert (asked.number, asked.item) == ("Z001", None)
    refused("item_needed", services.take_ticket, **values)
    refused("unknown_item", services.take_ticket, **values, item="no\0such")
    refused("invalid", services.take_ticket, **values, purpose="steal")


def test_stopped_queue_gives_no_number_and_says_why(house: House) -> None:
    manager, queue = house.actor("manager"), house.queues["A"]
    refused("reason_needed", services.stop_queue, actor=manager, now=NOW, queue=queue, reason=" ")
    with pytest.raises(Forbidden):
        services.stop_queue(actor=house.guide(), now=NOW, queue=queue, reason="系统检修")
    services.stop_queue(actor=manager, now=NOW, queue=queue.id, reason="系统检修")
    error = refused("queue_stopped", house.taken, prefix="A")
    assert error.extra["reason"] == "系统检修"
    house.taken("B")
    shown = {q["prefix"]: q for q in queries.board(house.hall, NOW)["queues"]}
    assert (shown["A"]["stopped"], shown["A"]["reason"]) == (True, "系统检修")
    services.start_queue(actor=manager, now=NOW, queue=queue)
    house.taken("A")


def test_other_halls_are_not_seen(house: House) -> None:
    other = House()
    ticket = house.taken("A").ticket
    with pytest.raises(NotFound):
        queries.get_ticket_for(other.guide(), ticket.public_id)
    assert queries.get_ticket_for(ME, ticket.public_id) == ticket
    refused("other_hall", house.taken, prefix="A", actor=other.guide())
    for service in (services.requeue, services.arrive, services.cancel):
        refused("no_such_ticket", service, actor=other.guide(), now=NOW, ticket=ticket.public_id)
    for wrong in ("nobody", "a\0b"):
        refused("no_such_ticket", services.arrive, actor=ME, now=NOW, ticket=wrong, code="1")


def test_holder_acts_with_the_secret_only(house: House) -> None:
    taken = house.taken("A")
    values = {"actor": ME, "now": NOW, "ticket": taken.ticket.public_id}
    refused("wrong_secret", services.cancel, **values)
    refused("wrong_secret", services.postpone, **values, secret=taken.rating_key)
    services.postpone(**values, secret=taken.secret)
    services.cancel(**values, secret=taken.secret)
    assert not fresh(taken.ticket).live_key
    with pytest.raises(Forbidden):
        queries.is_holder(taken.ticket, "x")
    assert queries.is_holder(taken.ticket, taken.secret)


def test_events_hold_no_personal_value_and_the_hall_no_public_id(house: House) -> None:
    house.taken("A", phone="13912345678", identity=CARD, represents={"name": "张建国"})
    for event in Event.objects.filter(hall_id=house.hall.id):
        text = str(event.data)
        for secret in ("13912345678", CARD["number"], "张建国"):
            assert secret not in text
        for ticket in Ticket.objects.filter(hall=house.hall):
            assert ticket.public_id not in text


def test_identities_are_erased_after_the_halls_days(house: House) -> None:
    guide = house.guide()
    old = house.take("A", actor=guide, identity=CARD, phone="13900000000")
    services.cancel(actor=guide, now=NOW, ticket=old)
    values = {"actor": SYSTEM, "hall": house.hall}
    assert services.erase_identities(**values, now=later(89 * 1440)) == 0
    assert services.erase_identities(**values, now=later(91 * 1440)) == 1
    gone = fresh(old)
    assert (gone.person_hash, gone.phone_hash, gone.phone) == ("", "", "")
    with pytest.raises((Forbidden, Invalid)):
        services.erase_identities(actor=Actor(kind="staff", key="x"), hall=house.hall, now=NOW)
