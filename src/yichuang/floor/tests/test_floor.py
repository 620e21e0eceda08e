"""The floor guide's page: who is shown, and what may be done for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from yichuang.devices.models import Printer
from yichuang.kit.clock import now
from yichuang.kit.models import Event
from yichuang.people.models import User
from yichuang.tickets import queries, services
from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import House, later

from ..page import AWAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def logged_in(house: House, role: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=house.actor(role).key),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def taken(house: House) -> Ticket:
    kiosk = house.actor("kiosk", kind="machine")
    return services.take_ticket(
        actor=kiosk, now=now(), hall=house.hall, channel="kiosk", item=house.items["A"]
    ).ticket


def act(client: Client, ticket: Ticket, action: str) -> str:
    answer = client.post(f"/floor/ticket/{ticket.public_id}/{action}/", follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_floor_when_a_slip_failed_then_shown_and_printed_again(house: House) -> None:
    Printer.objects.create(hall=house.hall, name="一楼打印机", host="127.0.0.1", port=9100)
    ticket = taken(house)
    services.note_slip(now=now(), ticket=ticket, printed=False, reason="paper")
    client = logged_in(house, "guide")
    assert "纸号没打出来" in client.get("/floor/").content.decode()
    act(client, ticket, "reprint")
    ticket.refresh_from_db()
    assert ticket.slip == "queued"
    assert "纸号没打出来" not in client.get("/floor/").content.decode()


def test_floor_when_no_printer_is_there_then_told_and_nothing_changes(house: House) -> None:
    ticket = taken(house)
    assert "大厅没有接打印机" in act(logged_in(house, "guide"), ticket, "reprint")
    ticket.refresh_from_db()
    assert ticket.slip == "none"


def test_floor_when_an_action_is_unknown_then_404(house: House) -> None:
    client = logged_in(house, "guide")
    answer = client.post(f"/floor/ticket/{taken(house).public_id}/finish/")
    assert answer.status_code == 404


def test_floor_when_the_ticket_is_another_halls_then_404(house: House) -> None:
    elsewhere = taken(House())
    answer = logged_in(house, "guide").post(f"/floor/ticket/{elsewhere.public_id}/cancel/")
    assert answer.status_code == 404


@pytest.mark.parametrize("role", ["worker", "auditor", "kiosk"])
def test_floor_when_no_guide_asks_then_403(house: House, role: str) -> None:
    assert logged_in(house, role).get("/floor/").status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_floor_when_more_people_wait_then_no_more_queries(
    house: House, people: int, django_assert_num_queries: object
) -> None:
    for _ in range(people):
        taken(house)
    client = logged_in(house, "guide")
    client.get("/floor/")
    with django_assert_num_queries(12):  # type: ignore[operator]
        client.get("/floor/")


def test_floor_when_people_need_a_guide_then_each_stands_on_its_list(house: House) -> None:
    taken(house)
    guided(house, needs=["wheelchair"])
    house.taken("A", now=now())  # from a phone, not here yet
    page = logged_in(house, "guide").get("/floor/").context
    assert [t.queue.prefix for t in page["first"]] == ["B"]
    assert [t.channel for t in page["away"]] == ["phone"]
    assert [(q["prefix"], q["waiting"]) for q in page["busy"]] == [("A", 2), ("B", 1)]
    assert page["failed"] == page["passed"].tickets == page["sent_away"].tickets == []


def guided(house: House, **more: object) -> Ticket:
    guide = house.actor("guide")
    values = {"actor": guide, "now": now(), "hall": house.hall, "channel": "guide"} | more
    return services.take_ticket(item=house.items["B"], **values).ticket  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["A001", " a001 ", "a 001"])
def test_number_when_typed_somehow_then_found_with_what_may_be_done(
    house: House, typed: str
) -> None:
    ticket = taken(house)
    page = logged_in(house, "guide").get("/floor/", {"number": typed}).context
    assert page["found"] == ticket
    assert set(page["allowed"]) == {"postpone", "cancel", "urgent"}


def test_number_when_nobody_has_it_then_said(house: House) -> None:
    answer = logged_in(house, "guide").get("/floor/", {"number": "X999"})
    assert "今天没有 X999 这个号" in answer.content.decode()


def test_take_when_nothing_is_filled_in_then_a_number_that_is_here(house: House) -> None:
    client = logged_in(house, "guide")
    code = house.items["A"].code
    assert client.get(f"/floor/take/{code}/").status_code == 200
    answer = client.post(f"/floor/take/{code}/")
    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/floor/?number={ticket.number}"
    assert (ticket.channel, ticket.state) == ("guide", "waiting")
    assert ticket.arrived_at is not None


def test_take_when_a_guide_fills_it_in_then_it_is_for_the_person_who_stands_there(
    house: House,
) -> None:
    page = logged_in(house, "guide").get(f"/floor/take/{house.items['A'].code}/").content.decode()
    assert "群众本人" in page and "我自己" not in page


def test_take_for_another_without_a_name_then_asked_for_and_no_number(house: House) -> None:
    client = logged_in(house, "guide")
    answer = client.post(f"/floor/take/{house.items['A'].code}/", {"who": "other"})
    assert "请填替谁办" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_take_when_the_item_is_not_served_here_then_404(house: House) -> None:
    answer = logged_in(house, "guide").get(f"/floor/take/{House().items['A'].code}/")
    assert answer.status_code == 404


def test_person_when_from_a_phone_then_arrives_by_the_guide(house: House) -> None:
    ticket = house.taken("A", now=now()).ticket
    assert f"{ticket.number} 到了" in act(logged_in(house, "guide"), ticket, "arrive")
    ticket.refresh_from_db()
    assert ticket.arrived_at is not None


def test_action_when_done_then_said_once_in_its_own_words(house: House) -> None:
    worker, counter = house.desk(1, now=now())
    client = logged_in(house, "guide")
    ticket = house.at_desk(worker, counter, now=now())
    for _ in range(house.hall.pass_after_calls):
        services.recall(actor=worker, now=now(), ticket=ticket)
    services.pass_ticket(actor=worker, now=now(), ticket=ticket)
    house.at_desk(worker, counter, now=now())
    said = f"{ticket.number} 带回队里了，再叫 {house.hall.requeue_after_calls - 1} 个号后叫。"
    assert act(client, ticket, "requeue").count(said) == 1
    said = f"{ticket.number} 往后排了，再叫 {house.hall.requeue_after_calls} 个号后叫。"
    assert act(client, ticket, "postpone").count(said) == 1
    assert act(client, ticket, "cancel").count(f"{ticket.number} 取消了。") == 1


def test_code_when_the_page_stays_open_then_asked_for_anew_as_the_minute_ends(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, seen = logged_in(house, "guide"), []
    for second in (20, 62):
        moment = later(5).replace(second=0) + timedelta(seconds=second)
        monkeypatch.setattr("yichuang.floor.views.now", lambda moment=moment: moment)
        part = client.get("/floor/code/").content.decode()
        assert part.strip() in client.get("/floor/").content.decode()
        code = queries.arrival_code(house.hall, moment)
        seen.append((code in part, f'data-live-after="{61 - second % 60}"' in part))
    assert seen == [(True, True), (True, True)]


@pytest.mark.parametrize("address", ["code/", "needs/", "take/ITEM/", "ticket/TICKET/arrive/"])
@pytest.mark.parametrize("role", ["", "worker", "auditor", "board"])
def test_part_when_a_stranger_asks_then_refused(house: House, address: str, role: str) -> None:
    ticket = house.taken("A", now=now()).ticket
    path = address.replace("ITEM", house.items["A"].code).replace("TICKET", ticket.public_id)
    client = logged_in(house, role) if role else Client()
    answer = client.post(f"/floor/{path}")
    assert answer.status_code == (403 if role else 302)
    ticket.refresh_from_db()
    assert ticket.arrived_at is None


@pytest.mark.parametrize("people", [1, 3])
def test_needs_when_more_people_are_listed_then_no_more_queries(
    house: House, people: int, django_assert_num_queries: object
) -> None:
    for _ in range(people):
        guided(house, needs=["wheelchair"])
        house.taken("A", now=now())
    client = logged_in(house, "guide")
    client.get("/floor/needs/")
    with django_assert_num_queries(11):  # type: ignore[operator]
        page = client.get("/floor/needs/").context
    assert len(page["first"]) == len(page["away"]) == people


def test_person_when_called_beyond_the_sounding_recalls_then_the_guide_looks_for_them(
    house: House,
) -> None:
    worker, counter = house.desk(1, now=now())
    ticket = house.at_desk(worker, counter, now=now())
    client = logged_in(house, "guide")
    for recalls in range(1, 4):
        services.recall(actor=worker, now=now(), ticket=ticket)
        page = client.get("/floor/needs/").content.decode()
        assert ("叫了没来" in page) == (recalls > 2), recalls
    assert "1 号窗口在等" in page
    assert f"/floor/?ticket={ticket.public_id}" in page
    services.start(actor=worker, now=now(), ticket=ticket)
    assert "叫了没来" not in client.get("/floor/needs/").content.decode()


def test_floor_when_many_took_a_number_elsewhere_then_the_first_are_shown_and_the_rest_folds(
    house: House,
) -> None:
    numbers = [house.taken("A", now=now()).ticket.number for _ in range(AWAY + 2)]
    page = logged_in(house, "guide").get("/floor/").content.decode()
    first, _fold, rest = page.partition("还有 2 个")
    assert all(number in first for number in numbers[:AWAY])
    assert all(number in rest and number not in first for number in numbers[AWAY:])


def words(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo("Asia/Shanghai"))
    return f"{local.month}月{local.day}日"


def test_person_of_yesterday_when_they_keep_their_place_then_listed_and_found_with_the_date(
    house: House,
) -> None:
    yesterday = now() - timedelta(days=1)
    old = house.take("B", now=yesterday, needs=["wheelchair"])
    new = house.take("B", now=now(), needs=["wheelchair"])
    assert old.number == new.number
    client, date = logged_in(house, "guide"), words(yesterday)
    page = client.get("/floor/needs/").content.decode()
    assert page.count(date) == 1
    assert f"/floor/?ticket={old.public_id}" in page
    answer = client.get("/floor/", {"number": old.number})
    assert answer.context["found"] == new
    assert answer.context["also"] == [old], "the other one of this number can be reached"
    answer = client.get("/floor/", {"ticket": old.public_id})
    found = answer.content.decode().partition('<p class="found">')[2].partition("</p>")[0]
    assert date in found


def test_take_when_it_closes_soon_then_the_guide_reads_it_and_may_take_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.opens((9, 17))
    client, address = logged_in(house, "guide"), f"/floor/take/{house.items['A'].code}/"
    monkeypatch.setattr("yichuang.floor.views.now", lambda: later(5))
    assert "还是要等" not in client.get(address).content.decode()
    monkeypatch.setattr("yichuang.floor.views.now", lambda: later(6 * 60 + 40))
    text = client.get(address).content.decode()
    for words in ("20 分钟后关门", "明天（星期二），09:00 到 17:00", "还是要等，取号", "改天再来"):
        assert words in text
    assert client.post(address).status_code == 302
    assert Ticket.objects.get().state == "waiting"


def test_lists_when_thirteen_were_passed_then_nobody_else_is_pushed_off_and_more_is_said(
    house: House,
) -> None:
    worker, counter = house.desk(1, now=now())
    held = house.at_desk(worker, counter, state="serving", now=now())
    services.hold(actor=worker, now=now(), ticket=held)
    away = house.at_desk(worker, counter, state="serving", now=now())
    services.send_away(actor=worker, now=now(), ticket=away)
    for _ in range(13):
        passed = house.at_desk(worker, counter, now=now())
        for _time in range(house.hall.pass_after_calls):
            services.recall(actor=worker, now=now(), ticket=passed)
        services.pass_ticket(actor=worker, now=now(), ticket=passed)
    answer = logged_in(house, "guide").get("/floor/needs/")
    page, text = answer.context, answer.content.decode()
    assert (len(page["passed"].tickets), page["passed"].more) == (12, 1)
    assert page["passed"].tickets[0] == passed, "whoever was called last stands first"
    assert [t.number for t in page["sent_away"].tickets] == [away.number]
    assert [t.number for t in page["held"].tickets] == [held.number]
    assert text.count("还有 1 个，用号码查。") == 1


@pytest.mark.parametrize("purpose", ["ask", "supply", "collect", "pay", "report"])
def test_purpose_when_the_guide_taps_twice_then_a_number_that_is_here(
    house: House, purpose: str
) -> None:
    client, address = logged_in(house, "guide"), f"/floor/purpose/{purpose}/"
    assert f'href="{address}"' in client.get("/floor/").content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"who": ""}).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.purpose, ticket.queue.prefix, ticket.channel) == (purpose, "Z", "guide")
    assert ticket.arrived_at is not None


def test_purpose_when_it_is_none_then_404(house: House) -> None:
    client = logged_in(house, "guide")
    assert client.get("/floor/purpose/handle/").status_code == 404
    assert client.get("/floor/purpose/sing/").status_code == 404


def test_take_when_the_number_waits_already_then_the_guide_sees_the_ticket(house: House) -> None:
    client, address = logged_in(house, "guide"), f"/floor/take/{house.items['A'].code}/"
    given = {"phone": "13900000001"}
    client.post(address, given)
    first = Ticket.objects.get()
    answer = client.post(address, given, follow=True)
    assert answer.redirect_chain[-1][0] == f"/floor/?ticket={first.public_id}"
    assert answer.context["found"] == first
    text = answer.content.decode()
    assert f"已经有号 {first.number} 在等" in text
    assert f"/floor/ticket/{first.public_id}/postpone/" in text
    assert Ticket.objects.count() == 1


def test_take_when_refused_otherwise_then_said_on_the_page(house: House) -> None:
    client, address = logged_in(house, "guide"), f"/floor/take/{house.items['A'].code}/"
    answer = client.post(address, {"phone": "12"})
    assert answer.status_code == 422
    assert "电话号码不对" in answer.content.decode()
    services.stop_queue(
        actor=house.actor("manager"), now=now(), queue=house.queues["A"], reason="断网"
    )
    assert "断网" in client.post(address, {"who": ""}).content.decode()
    assert not Ticket.objects.exists()


def test_ticket_when_made_urgent_then_first_with_reason_and_approver(house: House) -> None:
    manager = house.actor("manager")
    taken(house)
    ticket = taken(house)
    client = logged_in(house, "guide")
    page = client.get(f"/floor/?number={ticket.number}").content.decode()
    assert f'value="{manager.key}"' in page
    address = f"/floor/ticket/{ticket.public_id}/urgent/"
    refused = client.post(address, {"reason": "明天的飞机"}, follow=True)
    assert "请写批准人" in refused.content.decode()
    answer = client.post(address, {"reason": "明天的飞机", "approved_by": manager.key}, follow=True)
    assert f"{ticket.number} 加急了，下一个就叫。" in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.front == "urgent"
    data = Event.objects.get(name="ticket.made_urgent").data
    assert (data["approved_by"], data["reason"]) == (manager.key, "明天的飞机")
    assert "谁批准的" not in client.get(f"/floor/?number={ticket.number}").content.decode()
