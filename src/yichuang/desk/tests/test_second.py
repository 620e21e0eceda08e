"""The screen that faces the citizen: of its own counter only, rated and corrected there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from yichuang.cases.models import Case, Requirement
from yichuang.cases.tests.factories import BIRTH, LABOUR, LORRIES
from yichuang.feedback.models import Rating
from yichuang.kit.clock import now
from yichuang.people.models import Membership
from yichuang.tickets import services as tickets
from yichuang.tickets.models import Call, Ticket

from .. import acts, beginning
from .factories import Desk, logged_in

pytestmark = pytest.mark.django_db
HERE = "/second/1/"


def screen_of(desk: Desk) -> Client:
    machine = desk.house.actor("second", kind="machine")
    Membership.objects.filter(pk=machine.membership_id).update(counter=desk.counter)
    return logged_in(machine)


def shown(client: Client, address: str = HERE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def tap(client: Client, desk: Desk, level: int) -> str:
    sent = {"ticket": desk.public_id, "level": str(level)}
    answer = client.post(f"{HERE}rate/", sent, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_screen_when_it_stands_at_another_counter_or_is_none_then_refused() -> None:
    desk = Desk()
    assert screen_of(desk).get("/second/2/").status_code == 403
    assert logged_in(desk.owner).get(HERE).status_code == 403
    assert Client().get(HERE).status_code == 302


def test_screen_when_a_visit_goes_on_then_it_follows_and_never_shows_a_name() -> None:
    desk = Desk(BIRTH, LABOUR, state="called")
    screen = screen_of(desk)
    assert "请入座" in shown(screen)
    desk.add(LABOUR)
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    logged_in(desk.owner).post(f"/desk/ticket/{desk.public_id}/party/", {"name": "张建国"})
    acts.all_received(actor=desk.owner, now=now(), ticket=desk.ticket)
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket, matter=LABOUR)
    page = shown(screen)
    assert "生育登记" in page
    assert "劳务派遣" in page, "both matters are shown"
    assert "已收" in page
    assert "张建国" not in page


def test_screen_when_two_parties_have_a_paper_of_one_name_then_each_says_whose() -> None:
    desk = Desk("GA-HZ-003")
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    page = shown(screen_of(desk))
    assert "居民身份证（申请人）" in page
    assert "居民身份证（配偶）" in page
    assert "结婚证（" not in page


def test_screen_when_two_parties_are_called_the_same_then_numbered_as_on_their_cards() -> None:
    """Whoever was registered last comes first in the list."""
    desk = Desk(LORRIES)
    client = logged_in(desk.owner)
    for role, name in (("applicant", "张建国"), ("each_driver", "李四"), ("each_driver", "王五")):
        client.post(f"/desk/ticket/{desk.public_id}/party/", {"role": role, "name": name})
    for row in Requirement.objects.filter(party_ref="each_driver-2"):
        Requirement.objects.filter(pk=row.pk).update(order=-row.order)
    page = shown(screen_of(desk))
    assert page.index("机动车驾驶证（驾驶员 2）") < page.index("机动车驾驶证（驾驶员 1）")
    Case.objects.update(outside_number="J5101-2026-7")
    found = client.post("/desk/scan/", {"text": "J5101-2026-7"}).content.decode()
    assert found.index("机动车驾驶证（驾驶员 2）") < found.index("机动车驾驶证（驾驶员 1）")


def test_rating_when_tapped_again_while_the_visit_is_shown_then_corrected() -> None:
    desk = Desk()
    screen = screen_of(desk)
    tickets.finish(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert "这次办得怎么样" in shown(screen)
    page = tap(screen, desk, 2)
    assert "谢谢" in page
    assert "不满意" not in page, "whoever sits there next learns nothing"
    assert "谢谢" in shown(screen, f"{HERE}?part=1&rated={desk.public_id}"), "polling keeps it"
    assert "这次办得怎么样" in shown(screen)
    tap(screen, desk, 4)
    assert (Rating.objects.get().level, Rating.objects.get().corrections) == (4, 1)


@pytest.mark.parametrize("level", [0, 6])
def test_rating_when_the_level_is_none_then_nothing_is_given(level: int) -> None:
    desk = Desk()
    tickets.finish(actor=desk.owner, now=now(), ticket=desk.ticket)
    assert "这次办得怎么样" in tap(screen_of(desk), desk, level)
    assert not Rating.objects.exists()


def test_rating_when_three_minutes_are_over_then_said_and_the_screen_goes_on() -> None:
    desk = Desk()
    screen, long_ago = screen_of(desk), now() - timedelta(minutes=4)
    tickets.finish(actor=desk.owner, now=now(), ticket=desk.ticket)
    Ticket.objects.filter(public_id=desk.public_id).update(ended_at=long_ago)
    Call.objects.update(ended_at=long_ago)
    page = tap(screen, desk, 5)
    assert "评价时间过了" in page
    assert "请等叫号" in page
    assert not Rating.objects.exists()


def test_rating_when_a_held_visit_goes_on_then_the_screen_is_theirs() -> None:
    """The one that ended meanwhile can be rated no more, on this very page either."""
    desk = Desk()
    screen, house = screen_of(desk), desk.house
    tickets.hold(actor=desk.owner, now=now(), ticket=desk.ticket)
    second = house.at_desk(desk.owner, desk.counter, state="serving", now=now())
    tickets.finish(actor=desk.owner, now=now(), ticket=second)
    assert second.public_id in shown(screen)
    tickets.resume(actor=desk.owner, now=now(), ticket=desk.public_id)
    assert desk.ticket.number in shown(screen)
    sent = {"ticket": second.public_id, "level": "1"}
    assert "评价时间过了" in screen.post(f"{HERE}rate/", sent, follow=True).content.decode()
    assert not Rating.objects.exists()
    tickets.finish(actor=desk.owner, now=now(), ticket=desk.public_id)
    page = shown(screen)
    assert desk.public_id in page
    assert second.public_id not in page
    tap(screen, desk, 5)
    assert Rating.objects.get().level == 5


def test_rating_when_the_visit_went_on_at_another_counter_then_asked_there_and_no_error_here() -> (
    None
):
    desk = Desk()
    screen, house = screen_of(desk), desk.house
    tickets.hold(actor=desk.owner, now=now(), ticket=desk.ticket)
    tickets.resume(actor=desk.colleague, now=now(), ticket=desk.public_id)
    tickets.finish(actor=desk.colleague, now=now(), ticket=desk.public_id)
    other = house.actor("second", kind="machine")
    Membership.objects.filter(pk=other.membership_id).update(counter=desk.second)
    assert desk.public_id in shown(logged_in(other), "/second/2/")
    assert desk.public_id not in shown(screen)
    assert "评价时间过了" in tap(screen, desk, 5), "a page that was left open"
    assert not Rating.objects.exists()


def test_rating_when_somebody_else_was_called_then_the_screen_is_theirs() -> None:
    desk = Desk()
    screen = screen_of(desk)
    tickets.finish(actor=desk.owner, now=now(), ticket=desk.ticket)
    tap(screen, desk, 5)
    following = desk.house.take("A", now=now())
    tickets.call_next(actor=desk.owner, now=now(), counter=desk.counter)
    page = shown(screen, f"{HERE}?rated={desk.public_id}")
    assert following.number in page
    assert "谢谢" not in page
