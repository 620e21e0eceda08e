"""Two roles that stand beside the hall: who opens a rating, and who reads the record."""

from __future__ import annotations

import cProfile
import pstats
import re
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from yichuang.feedback import services as feedback
from yichuang.feedback.models import Rating
from yichuang.kit.actors import citizen
from yichuang.kit.events import declared
from yichuang.kit.models import Event
from yichuang.office.records import PAGE, lines_of
from yichuang.people.models import User
from yichuang.tickets import queries, services
from yichuang.tickets.models import Ticket
from yichuang.tickets.tests.factories import NOW, House, later

from .test_office import counted, logged_in

pytestmark = pytest.mark.django_db
OTHERS = ["", "worker", "guide", "manager", "administrator", "kiosk"]


@pytest.fixture
def house() -> House:
    return House()


def visit(house: House, number: int, level: int, comment: str = "") -> Ticket:
    """Taken on a phone, served at a counter of its own, rated."""
    worker, counter = house.desk(number)
    taken = house.taken("A", code=queries.arrival_code(house.hall, NOW))
    ticket = services.call_next(actor=worker, now=NOW, counter=counter)
    assert ticket is not None
    services.start(actor=worker, now=NOW, ticket=ticket)
    services.finish(actor=worker, now=later(9), ticket=ticket)
    feedback.rate(
        actor=citizen("d" * 24),
        now=later(10),
        rating_key=taken.rating_key,
        level=level,
        comment=comment,
    )
    return ticket


def test_investigator_when_a_reason_is_given_then_sees_the_visit_and_it_is_on_record(
    house: House,
) -> None:
    ticket = visit(house, 3, 1, "让我跑了三趟")
    investigator = house.actor("investigator")
    client = logged_in(investigator)
    rating = Rating.objects.get()
    listed = client.get("/office/ratings/").content.decode()
    address = f"/office/ratings/{rating.pk}/"
    assert "非常不满意" in listed and f'href="{address}"' in listed
    closed = client.get(address).content.decode()
    for secret in (ticket.number, "让我跑了三趟"):
        assert secret not in listed + closed
    assert client.post(address, {"reason": " "}).status_code == 422
    assert not Event.objects.filter(name="rating.opened").exists()
    opened = client.post(address, {"reason": "群众投诉"}).content.decode()
    for shown in (ticket.number, "让我跑了三趟", ">3</td>", "10:09"):
        assert shown in opened
    record = Event.objects.get(name="rating.opened")
    assert (record.stream, record.actor) == ("access", investigator.ref)
    assert record.data["reason"] == "群众投诉"


def test_list_when_somebody_was_content_then_only_among_all(house: House) -> None:
    visit(house, 1, 5)
    client = logged_in(house.actor("investigator"))
    assert client.get("/office/ratings/").context["rows"] == []
    assert [r.level for r in client.get("/office/ratings/?all=1").context["rows"]] == [5]


def test_list_when_nobody_was_discontent_then_says_so_and_a_low_one_stands_out(
    house: House,
) -> None:
    client = logged_in(house.actor("investigator"))
    assert "没有不满意的评价" in client.get("/office/ratings/").content.decode()
    assert "还没有评价" in client.get("/office/ratings/?all=1").content.decode()
    visit(house, 1, 5)
    visit(house, 2, 1)
    text = client.get("/office/ratings/?all=1").content.decode()
    assert '<span class="tag tag-red">非常不满意</span>' in text
    assert '<span class="tag">非常满意</span>' in text


def test_rating_when_of_another_hall_then_404(house: House) -> None:
    visit(house, 1, 1)
    address = f"/office/ratings/{Rating.objects.get().pk}/"
    client = logged_in(House().actor("investigator"))
    assert client.get("/office/ratings/").context["rows"] == []
    assert client.get(address).status_code == client.post(address, {"reason": "x"}).status_code
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", [*OTHERS, "auditor"])
def test_rating_when_anybody_else_asks_then_refused(house: House, role: str) -> None:
    visit(house, 1, 1)
    client = logged_in(house.actor(role)) if role else Client()
    for path in ("/office/ratings/", f"/office/ratings/{Rating.objects.get().pk}/"):
        assert client.get(path).status_code == (403 if role else 302)
        assert client.post(path, {"reason": "好奇"}).status_code == (403 if role else 302)
    assert not Event.objects.filter(name="rating.opened").exists()


def test_record_when_the_auditor_reads_then_sentences_and_no_ratings(
    house: House,
) -> None:
    visit(house, 3, 1)
    answer = logged_in(house.actor("auditor")).get("/office/events/")
    page, text = answer.context, answer.content.decode()
    assert [line.sentence for line in page["lines"]][:2] == ["办理结束", "开始办理"]
    assert "群众的评价不列在这里" in text
    assert "有群众评价了这个大厅" not in text
    assert "10:09:00" in text, "in the hall's own time"


def test_record_when_long_then_paged_to_the_first_event(house: House) -> None:
    guide = house.guide()
    for _ in range(PAGE + 1):
        house.take("A", actor=guide)
    client = logged_in(house.actor("auditor"))
    newest = client.get("/office/events/").context
    assert (len(newest["lines"]), newest["more"]) == (PAGE, True)
    rest = client.get(f"/office/events/?before={newest['oldest']}").context
    assert (len(rest["lines"]), rest["oldest"], rest["more"]) == (1, 1, False)
    for wrong in ("x", "-1", "9" * 30):
        assert client.get(f"/office/events/?before={wrong}").status_code == 200


def test_record_when_somebody_was_refused_then_in_the_other_stream(house: House) -> None:
    worker = house.actor("worker")
    assert logged_in(worker).get("/office/").status_code == 403
    page = logged_in(house.actor("auditor")).get("/office/events/?stream=access").context
    line = next(line for line in page["lines"] if line.account == worker.key)
    assert (line.sentence, line.about) == ("想做一件事，被拒绝", "大厅现况")
    assert line.details == [("为什么", "岗位没有这项权限")]


def test_record_when_read_then_in_words_and_no_code_or_key_is_left(house: House) -> None:
    """Who, what, about which number and counter, and why: nothing that only a programmer reads."""
    ticket = visit(house, 3, 1)
    worker, counter = house.desk(4)
    services.pause_counter(actor=worker, now=later(20), counter=counter, reason="去复印")
    User.objects.update(shown_name="王芳")
    answer = logged_in(house.actor("auditor")).get("/office/events/")
    lines = {line.sentence: line for line in answer.context["lines"]}
    called, paused = lines["窗口叫了一个号"], lines["窗口暂停"]
    assert (called.about, called.who) == (ticket.number, "王芳")
    told = dict(called.details)
    assert told["窗口"] == "3 号窗口" and told["队列"].startswith("A ")
    assert told["为什么叫它"].endswith("。") and "优先" not in told
    assert dict(lines["取了一个号"].details)["来意"] == "办理"
    assert (paused.about, paused.details) == ("4 号窗口", [("原因", "去复印")])
    rows = re.findall(r"<td>.*?</td>", answer.content.decode(), re.DOTALL)
    text = re.sub(r"<small>[\w-]+</small>|<[^>]+>", " ", " ".join(rows))
    assert not re.search(r"[a-z_]{3,}|[{}\[\]\"]", text.replace(ticket.number, "")), text


def test_record_when_a_person_reads_it_then_people_are_named_with_their_account(
    house: House,
) -> None:
    manager = house.actor("manager")
    queue = house.queues["A"]
    services.stop_queue(actor=manager, now=NOW, queue=queue, reason="设备坏了")
    (line,) = [
        line
        for line in logged_in(house.actor("auditor")).get("/office/events/").context["lines"]
        if line.sentence == "队列停止取号"
    ]
    assert (line.account, line.about) == (manager.key, str(queue))
    assert line.details == [("原因", "设备坏了")]


def test_record_when_a_day_or_kind_is_asked_then_those_alone(house: House) -> None:
    visit(house, 3, 1)
    client = logged_in(house.actor("auditor"))

    def shown(asked: str) -> set[str]:
        return {line.sentence for line in client.get(f"/office/events/?{asked}").context["lines"]}

    day = NOW.astimezone(ZoneInfo(house.hall.timezone)).date()
    assert shown("kind=ticket.called") == {"窗口叫了一个号"}
    assert shown("kind=counter") == {"窗口开放"}
    assert "窗口叫了一个号" in shown(f"day={day}&kind=ticket")
    assert shown(f"day={day - timedelta(days=1)}&kind=ticket") == set()
    for wrong in ("day=x", "day=0001-01-01", "kind=rating.given", "kind=%27", "stream=ratings"):
        assert shown(wrong) == shown("")


def test_record_when_a_kind_is_asked_then_its_numbers_jump_and_no_other_is_promised(
    house: House,
) -> None:
    visit(house, 3, 1)
    client = logged_in(house.actor("auditor"))
    for asked, gapless in (("", True), ("stream=access", True), ("kind=ticket", False)):
        text = client.get(f"/office/events/?{asked}").content.decode()
        assert "只能看，不能改" in text
        assert ("编号连着" in text) is gapless


def test_record_when_nothing_fits_then_says_so(house: House) -> None:
    client = logged_in(house.actor("auditor"))
    text = client.get("/office/events/?day=2001-01-01&kind=case").content.decode()
    assert "没有这样的记录" in text and "看全部" in text
    assert "没有这样的记录" not in client.get("/office/events/").content.decode()


def test_record_when_paged_then_keeps_what_was_asked(house: House) -> None:
    guide = house.guide()
    for _ in range(PAGE + 2):
        house.take("A", actor=guide)
    client = logged_in(house.actor("auditor"))
    page = client.get("/office/events/?kind=ticket.taken")
    oldest = page.context["oldest"]
    address = f"?kind=ticket.taken&amp;before={oldest}"
    assert f'href="{address}"' in page.content.decode()
    rest = client.get("/office/events/" + address.replace("&amp;", "&")).context
    assert [line.sentence for line in rest["lines"]] == ["取了一个号"] * 2
    assert rest["more"] is False and rest["lines"][0].seq < oldest


def test_record_when_the_row_is_gone_then_says_so(house: House) -> None:
    event = Event(
        name="case.read", subject=str(uuid4()), actor="staff:gone", data={}, at=NOW, seq=1
    )
    (line,) = lines_of(house.hall, [event])
    assert (line.who, line.about) == ("gone", "（已删去）")


def test_names_when_of_several_kinds_of_places_then_one_statement_a_kind(house: House) -> None:
    counter = house.counter(3)
    rows = {"queue": house.queues["A"], "counter": counter, "zone": house.zone}
    found = [
        Event(
            name="hall.changed",
            subject=str(row.pk),
            actor="system",
            data={"what": "changed", "table": table},
            at=NOW,
            seq=1,
        )
        for table, row in rows.items()
        for _twice in range(2)
    ]
    with counted(len(rows)):
        lines = lines_of(house.hall, found)
    assert [line.about for line in lines[::2]] == [str(row) for row in rows.values()]


def test_line_when_told_then_no_other_sentence_is_translated_for_it(house: House) -> None:
    given = {"subject": str(uuid4()), "actor": "system", "data": {}, "at": NOW}
    found = [Event(name=name, seq=1, **given) for name in ("ticket.called", "of.another_time")]
    told = cProfile.Profile()
    lines = told.runcall(lines_of, house.hall, found)
    assert [line.sentence for line in lines] == ["窗口叫了一个号", "这个版本不认识的记录"]
    calls = {key[2]: stat[0] for key, stat in pstats.Stats(told).stats.items()}  # type: ignore[attr-defined]
    assert calls["gettext"] < len(declared()) / 2


@pytest.mark.parametrize("role", [*OTHERS, "investigator"])
def test_record_when_anybody_else_asks_then_refused(house: House, role: str) -> None:
    client = logged_in(house.actor(role)) if role else Client()
    assert client.get("/office/events/").status_code == (403 if role else 302)
    assert client.post("/office/events/").status_code in (302, 403, 405)


@pytest.mark.parametrize("rows", [1, 3])
def test_statements_do_not_grow_with_rows(house: House, rows: int) -> None:
    for number in range(rows):
        visit(house, number + 1, 1)
    investigator = logged_in(house.actor("investigator"))
    auditor = logged_in(house.actor("auditor"))
    investigator.get("/office/ratings/")
    auditor.get("/office/events/")
    with counted(6):
        assert len(investigator.get("/office/ratings/").context["rows"]) == rows
    with counted(7):  # and names: of accounts, of queues
        assert len(auditor.get("/office/events/").context["lines"]) >= rows
