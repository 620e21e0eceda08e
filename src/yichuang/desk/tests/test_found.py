"""What the desk finds: a ticket with what may be done, and whose person waits elsewhere already."""

from __future__ import annotations

import pytest

from yichuang.kit.clock import now
from yichuang.kit.models import Event
from yichuang.tickets import services as tickets
from yichuang.tickets.models import Ticket

from .factories import Desk, logged_in
from .test_screen import seen

pytestmark = pytest.mark.django_db
PHONE = "13900000002"


def test_ticket_when_urgent_at_the_desk_then_first_with_reason_and_approver() -> None:
    desk = Desk()
    manager = desk.house.actor("manager")
    waiting = desk.house.take("B", now=now())
    client = logged_in(desk.owner)
    found = client.post("/desk/scan/", {"text": waiting.number}).content.decode()
    assert f'value="{manager.key}"' in found
    address = f"/desk/ticket/{waiting.public_id}/urgent/"
    assert client.post(address, {"reason": "明天的飞机"}).status_code == 422
    sent = {"reason": "明天的飞机", "approved_by": manager.key}
    assert client.post(address, sent).status_code == 302
    waiting.refresh_from_db()
    assert waiting.front == "urgent"
    assert Event.objects.get(name="ticket.made_urgent").data["approved_by"] == manager.key
    again = client.post("/desk/scan/", {"text": waiting.number}).content.decode()
    assert "谁批准的" not in again


@pytest.mark.parametrize("action", ["item", "transfer"])
def test_move_when_the_person_waits_there_already_then_the_worker_sees_that_ticket(
    action: str,
) -> None:
    desk = Desk(serve=False)
    house = desk.house
    house.items["A"] = house.item
    house.take("A", now=now(), phone=PHONE)
    ticket = tickets.call_next(actor=desk.owner, now=now(), counter=desk.counter)
    assert ticket is not None
    tickets.start(actor=desk.owner, now=now(), ticket=ticket)
    there = house.take("B", now=now(), phone=PHONE)
    sent = {
        "item": {"item": house.items["B"].code, "how": "change"},
        "transfer": {"to": f"queue:{house.queues['B'].pk}", "reason": "办社保"},
    }[action]
    answer = logged_in(desk.owner).post(f"/desk/ticket/{ticket.public_id}/{action}/", sent)
    text = answer.content.decode()
    assert f"已经有号 {there.number} 在等" in text
    assert answer.context["ticket"]["id"] == there.public_id
    assert Ticket.objects.get(pk=ticket.pk).state == "serving"


def test_aside_when_many_were_passed_then_each_state_has_its_own_few_and_more_is_said() -> None:
    desk = Desk()
    tickets.hold(actor=desk.owner, now=now(), ticket=desk.ticket)
    for _ in range(6):
        passed = desk.house.at_desk(desk.owner, desk.counter, now=now())
        for _time in range(desk.house.hall.pass_after_calls):
            tickets.recall(actor=desk.owner, now=now(), ticket=passed)
        tickets.pass_ticket(actor=desk.owner, now=now(), ticket=passed)
    shown = {one["action"]: one for one in seen(desk).aside}
    assert (len(shown["requeue"]["tickets"]), shown["requeue"]["more"]) == (3, 3)
    assert (len(shown["resume"]["tickets"]), shown["resume"]["more"]) == (1, 0)
    page = logged_in(desk.owner).get("/desk/").content.decode()
    assert '<span class="vh">过号</span>还有 3</a>' in page
