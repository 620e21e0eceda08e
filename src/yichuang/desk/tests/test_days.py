"""Tickets of yesterday at the desk: they keep their place and show their date."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from yichuang.kit.clock import now
from yichuang.tickets import services

from .factories import Desk, logged_in

pytestmark = pytest.mark.django_db


def test_tickets_of_yesterday_when_the_desk_opens_then_listed_found_and_served_with_their_date() -> (
    None
):
    desk, yesterday = Desk(serve=False), now() - timedelta(days=1)
    house = desk.house
    house.items["A"] = house.item
    old = house.at_desk(desk.owner, desk.counter, state="serving", now=yesterday)
    services.hold(actor=desk.owner, now=yesterday, ticket=old)
    new = house.take("A", now=now())
    waiting = house.take("A", now=yesterday)
    assert old.number == new.number
    local = yesterday.astimezone(ZoneInfo(house.hall.timezone))
    date = f"{local.month}月{local.day}日"
    client = logged_in(desk.owner)

    line = client.get("/desk/line/").content.decode()
    aside = line.partition('class="missed"')[2]
    assert f"挂起 {date}" in aside
    assert line.count(date) == 2, "also the one who has waited since yesterday, and not today's"
    assert f"{date} " in client.get("/desk/").content.decode().partition("<h1>下一位")[2][:40]

    found = client.post("/desk/scan/", {"text": "A001"}).content.decode()
    assert f"/desk/scan/?text=/t/{old.public_id}" in found
    found = client.get(f"/desk/scan/?text=/t/{old.public_id}").content.decode()
    assert f"<h2>{date} " in found

    services.resume(actor=desk.owner, now=now(), ticket=old.public_id)
    assert f"{date}取的号" in client.get("/desk/line/").content.decode()
    services.finish(actor=desk.owner, now=now(), ticket=old.public_id)
    called = services.call_next(actor=desk.owner, now=now(), counter=desk.counter)
    assert called == waiting
