"""Pages of the desk: who is let in, what is refused in words, and what a page costs."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yichuang.cases.models import Case
from yichuang.cases.tests.factories import BIRTH, LABOUR, MARRIAGE
from yichuang.kit.clock import now
from yichuang.kit.documents.models import Document
from yichuang.kit.models import Event
from yichuang.places.models import Hall
from yichuang.tickets import services as tickets

from .. import acts, beginning
from .factories import Desk, logged_in

pytestmark = pytest.mark.django_db
# Session, user and membership are three of them; the line alone asks nothing of the case.
DESK_QUERIES, LINE_QUERIES = 17, 11
ACTIONS = [
    "start",
    "finish",
    "mark",
    "all",
    "answers",
    "sheet",
    "outside",
    "complete",
    "receive",
    "hold",
]


def path(desk: Desk, action: str) -> str:
    return f"/desk/ticket/{desk.public_id}/{action}/"


@pytest.mark.parametrize("action", ACTIONS)
def test_key_when_a_stranger_presses_it_then_there_is_no_such_ticket(action: str) -> None:
    desk = Desk()
    stranger, _counter = desk.stranger()
    answer = logged_in(stranger).post(path(desk, action), {"reason": "x", "number": "1"})
    assert answer.status_code == 404
    assert desk.ticket.state == "serving"
    assert not Case.objects.exists()


@pytest.mark.parametrize("action", ACTIONS)
def test_key_when_a_colleague_presses_it_then_refused_or_nothing_moves(action: str) -> None:
    desk = Desk()
    sent = {"reason": "x", "number": "1", "code": "WJ-001-M01", "party": "applicant"}
    answer = logged_in(desk.colleague).post(path(desk, action), sent)
    assert answer.status_code in (409, 422)
    assert desk.ticket.state == "serving"
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("action", "about"),
    [("hold", "desk-act:hold"), ("send-away", "desk-act:send-away"), ("510100-1990", "desk-act")],
)
def test_action_when_refused_then_recorded_as_itself_and_nothing_else_that_was_typed(
    action: str, about: str
) -> None:
    desk = Desk()
    assert logged_in(desk.colleague).post(path(desk, action)).status_code in (404, 409)
    assert Event.objects.get(name="request.refused").subject == about


@pytest.mark.parametrize("role", ["guide", "auditor"])
def test_desk_when_no_worker_asks_then_403(role: str) -> None:
    client = logged_in(Desk().house.actor(role))
    assert client.get("/desk/").status_code == 403
    assert client.post("/desk/call/").status_code == 403


def test_desk_when_nobody_is_logged_in_then_sent_to_do_so() -> None:
    answer = Client().get("/desk/")
    assert (answer.status_code, answer["Location"][:16]) == (302, "/accounts/login/")


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_when_more_people_wait_then_it_asks_no_more(
    rows: int, django_assert_num_queries: CaptureQueriesContext
) -> None:
    desk = Desk()
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    for _ in range(rows):
        desk.house.take("A", now=now())
    client = logged_in(desk.owner)
    client.get("/desk/")
    with django_assert_num_queries(DESK_QUERIES):
        page = client.get("/desk/")
    assert page.content.decode().count('<span class="what">') == rows
    with django_assert_num_queries(LINE_QUERIES):
        client.get("/desk/line/")


def test_line_when_the_counter_was_closed_then_gone() -> None:
    desk = Desk(serve=False)
    client = logged_in(desk.owner)
    assert client.get("/desk/line/").status_code == 200
    tickets.close_counter(actor=desk.owner, now=now(), counter=desk.counter)
    assert client.get("/desk/line/").status_code == 410


@pytest.mark.parametrize("expected", ["", "no-such-ticket"])
def test_call_when_nobody_waits_then_said_in_words(expected: str) -> None:
    desk = Desk(serve=False)
    answer = logged_in(desk.owner).post("/desk/call/", {"next": expected})
    assert answer.status_code == 409
    assert "没有人等这个窗口" in answer.content.decode()
    assert "叫走" not in answer.content.decode()


def test_call_when_another_counter_was_quicker_then_told_which() -> None:
    desk = Desk(serve=False)
    desk.house.items["A"] = desk.house.item
    ticket = desk.house.take("A", now=now())
    client = logged_in(desk.owner)
    assert f'name="next" value="{ticket.public_id}"' in client.get("/desk/line/").content.decode()
    tickets.call_next(actor=desk.colleague, now=now(), counter=desk.second)
    sent = {"next": ticket.public_id}
    assert f"{ticket.number} 刚被 2 号窗口叫走" in client.post("/desk/call/", sent).content.decode()
    tickets.start(actor=desk.colleague, now=now(), ticket=ticket)
    tickets.finish(actor=desk.colleague, now=now(), ticket=ticket)
    assert "没有人等这个窗口" in client.post("/desk/call/", sent).content.decode()


def test_call_when_somebody_waits_then_they_are_at_the_desk() -> None:
    desk = Desk(serve=False)
    desk.house.items["A"] = desk.house.item
    ticket = desk.house.take("A", now=now())
    page = logged_in(desk.owner).post("/desk/call/", follow=True).content.decode()
    assert ticket.number in page
    assert "请到窗口" in page


def test_matter_when_added_then_it_is_shown_and_every_form_names_it() -> None:
    desk = Desk(BIRTH, LABOUR)
    client = logged_in(desk.owner)
    answer = client.post(path(desk, "item"), {"item": LABOUR, "how": "add"}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/desk/?matter={LABOUR}"
    assert 'class="matters"' in page
    assert f"/mark/?matter={LABOUR}" in page
    assert f"/mark/?matter={BIRTH}" not in page
    page = client.post(path(desk, "all") + f"?matter={LABOUR}", follow=True).content.decode()
    assert Case.objects.get().item.code == LABOUR
    assert 'aria-pressed="true"' in page


def test_items_when_looked_for_then_those_of_the_ticket_are_not_offered() -> None:
    desk = Desk(BIRTH, LABOUR, MARRIAGE)
    desk.add(LABOUR)
    page = logged_in(desk.owner).get(path(desk, "item")).content.decode()
    assert f'name="item" value="{MARRIAGE}"' in page
    assert f'name="item" value="{LABOUR}"' not in page
    assert f'name="item" value="{BIRTH}"' not in page


def test_items_when_opened_to_add_or_to_change_then_only_that_is_offered() -> None:
    desk = Desk(BIRTH, LABOUR, MARRIAGE)
    client = logged_in(desk.owner)
    desk_page = client.get("/desk/").content.decode()
    assert f"/item/?how=add&matter={BIRTH}" in desk_page.replace("&amp;", "&")
    adding = client.get(path(desk, "item"), {"how": "add"}).content.decode()
    assert "再加哪件事" in adding
    assert 'value="change"' not in adding
    assert 'name="how" value="add"' in adding
    assert 'type="hidden" name="how" value="add"' in adding, "a search goes on adding"
    changing = client.get(path(desk, "item")).content.decode()
    assert "“生育登记”改成哪件事" in changing
    assert 'value="change"' in changing
    assert 'value="add"' not in changing


def test_item_when_changed_then_the_desk_shows_the_new_one() -> None:
    desk = Desk(BIRTH, LABOUR)
    sent = {"item": LABOUR, "how": "change"}
    answer = logged_in(desk.owner).post(path(desk, "item"), sent, follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/"
    assert desk.ticket.item is not None
    assert desk.ticket.item.code == LABOUR


def test_key_when_the_page_shows_a_matter_that_is_gone_then_refused() -> None:
    desk = Desk(BIRTH, LABOUR)
    tickets.change_item(actor=desk.owner, now=now(), ticket=desk.ticket, item=LABOUR)
    answer = logged_in(desk.owner).post(path(desk, "all") + f"?matter={BIRTH}")
    assert answer.status_code == 404
    assert "请刷新页面" in answer.content.decode()


def test_completion_when_everything_was_received_then_the_receipt_opens() -> None:
    desk = Desk()
    client = logged_in(desk.owner)
    client.post(path(desk, "party"), {"name": "张三"})
    acts.all_received(actor=desk.owner, now=now(), ticket=desk.ticket)
    answer = client.post(path(desk, "complete"))
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/print/{Document.objects.get().code}/"
    paper = client.get(answer["Location"], follow=True)
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert desk.ticket.state == "serving", "the ticket is finished by itself"


@pytest.mark.parametrize(
    ("item", "action", "other"), [(BIRTH, "complete", "receive"), (LABOUR, "receive", "complete")]
)
def test_papers_when_kept_or_done_then_by_a_route_of_its_own_so_that_a_refusal_names_it(
    item: str, action: str, other: str
) -> None:
    desk = Desk(item)
    client = logged_in(desk.owner)
    client.post(path(desk, "all"))
    text = client.get("/desk/").content.decode()
    assert path(desk, action) in text and path(desk, other) not in text
    assert client.post(path(desk, action)).status_code == 409, "nobody is registered"
    assert Event.objects.get(name="request.refused").subject == f"desk-{action}"


def test_outside_number_when_typed_then_kept_with_its_matter() -> None:
    desk = Desk(BIRTH, MARRIAGE)
    desk.add(MARRIAGE)
    client, to = logged_in(desk.owner), path(desk, "outside") + f"?matter={MARRIAGE}"
    assert client.post(to, {"number": "X1"}).status_code == 409, "nothing is begun yet"
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket, matter=MARRIAGE)
    assert client.post(to, {"number": "J5101-2026-7"}).status_code == 302
    assert Case.objects.get().outside_number == "J5101-2026-7"


def test_transfer_when_no_target_or_reason_then_refused_in_words() -> None:
    desk = Desk()
    client = logged_in(desk.owner)
    assert client.post(path(desk, "transfer"), {"reason": "走错了"}).status_code == 422
    queue = f"queue:{desk.house.queues['B'].pk}"
    assert client.post(path(desk, "transfer"), {"to": queue}).status_code == 422
    assert client.post(path(desk, "transfer"), {"to": "queue:x", "reason": "x"}).status_code == 422
    assert desk.ticket.state == "serving"
    assert client.post(path(desk, "transfer"), {"to": queue, "reason": "x"}).status_code == 302
    assert desk.ticket.state == "waiting"


def test_transfer_when_opened_then_only_counters_that_can_take_it_are_offered() -> None:
    desk = Desk()
    cannot = desk.house.desk(3, "BZ", now=now())[1]
    page = logged_in(desk.owner).get(path(desk, "transfer")).content.decode()
    assert f"counter:{desk.second.pk}" in page
    assert f"counter:{cannot.pk}" not in page
    assert f"counter:{desk.counter.pk}" not in page


@pytest.mark.parametrize("page", ["transfer", "item", "party", "full"])
def test_page_about_a_ticket_when_it_has_left_the_counter_then_back_to_the_desk(page: str) -> None:
    desk = Desk()
    client = logged_in(desk.owner)
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert client.get(path(desk, page)).status_code == 200
    tickets.finish(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert client.get(path(desk, page)).get("Location") == "/desk/", "nobody is there"
    desk.house.at_desk(desk.owner, desk.counter, state="serving", now=now())
    assert client.get(path(desk, page)).get("Location") == "/desk/", "somebody else is"


def test_act_when_it_is_unknown_then_404() -> None:
    desk = Desk()
    assert logged_in(desk.owner).post(path(desk, "explode")).status_code == 404


@pytest.mark.parametrize(
    ("text", "said"),
    [("A001", "A001"), ("11010519491231002X", "登记当事人"), ("", "查找")],
)
def test_scan_when_something_known_is_read_then_it_goes_to_its_place(text: str, said: str) -> None:
    page = logged_in(Desk().owner).get("/desk/scan/", {"text": text}).content.decode()
    assert said in page


def test_scan_when_it_is_nothing_of_this_hall_then_said() -> None:
    answer = logged_in(Desk().owner).post("/desk/scan/", {"text": "6901234567892"})
    assert answer.status_code == 404
    assert "6901234567892" in answer.content.decode()


def test_scan_when_nothing_was_sent_then_asked_and_the_address_is_not_read() -> None:
    client, address = logged_in(Desk().owner), "/desk/scan/?text=11010519491231002X"
    assert "登记当事人" in client.get(address).content.decode()
    assert "登记当事人" not in client.post(address).content.decode()


def test_scan_when_it_is_a_case_number_then_its_gaps_are_told() -> None:
    desk = Desk(MARRIAGE)
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    logged_in(desk.owner).post(path(desk, "outside"), {"number": "J5101-7"})
    page = logged_in(desk.colleague).post("/desk/scan/", {"text": "J5101-7"}).content.decode()
    assert "还差" in page


def test_opening_when_the_printer_is_tried_then_its_page_is_there_for_workers_alone() -> None:
    desk = Desk()
    page = logged_in(desk.owner).get("/desk/test-page/").content.decode()
    assert "打印测试页" in page
    assert "desk/print.css" in page, "as the page that prints a document"
    assert f"<p>{desk.house.hall.name}</p>" in page
    assert "data-print" in page
    assert Client().get("/desk/test-page/").status_code in (302, 401, 403)


def test_times_when_the_hall_is_in_another_zone_then_its_own() -> None:
    desk = Desk()
    zone = "Pacific/Kiritimati"
    Hall.objects.update(timezone=zone)
    page = logged_in(desk.owner).get("/desk/")
    started = desk.ticket.started_at.astimezone(ZoneInfo(zone))
    assert f"{started:%H:%M} 开始" in page.content.decode()
    shown = page.context["now"].astimezone(ZoneInfo(zone))
    assert f'data-clock="{zone}">{shown:%H:%M}</b>' in page.content.decode()
