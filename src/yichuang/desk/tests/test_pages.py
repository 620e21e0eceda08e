"""Pages beside the desk itself: live news leave them alone, and each offers a way back."""

from __future__ import annotations

import pytest

from yichuang.kit.clock import now

from .. import beginning
from .factories import Desk, logged_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["transfer", "item", "party", "full", "pause", "scan"])
def test_page_when_the_worker_opened_it_then_marked_so_with_a_way_back(page: str) -> None:
    desk = Desk()
    beginning.begin(actor=desk.owner, now=now(), ticket=desk.ticket)
    client = logged_in(desk.owner)
    about = "" if page in ("pause", "scan") else f"ticket/{desk.public_id}/"
    shown = client.get(f"/desk/{about}{page}/").content.decode()
    assert " data-opened" in shown
    assert " data-stay" in shown
    assert " data-opened" not in client.get("/desk/").content.decode()


@pytest.mark.parametrize("text", ["A001", "11010519491231002X"])
def test_found_when_nobody_is_at_the_counter_then_a_way_back(text: str) -> None:
    desk = Desk(serve=False)
    desk.house.take("A", now=now())
    shown = logged_in(desk.owner).get("/desk/scan/", {"text": text}).content.decode()
    assert " data-opened" in shown
    assert " data-stay" in shown
