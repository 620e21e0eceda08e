"""The thin way through: take, call, start, finish."""

import pytest

from yichuang.kit.events.models import Event
from yichuang.tickets import queries, services
from yichuang.tickets.models import CounterState

from .factories import House, fresh, later

pytestmark = pytest.mark.django_db


def test_visit_from_taking_to_finishing() -> None:
    house = House()
    worker, counter = house.desk(1)
    taken = house.taken("A", phone="13900000000")
    assert taken.ticket.number == "A001"
    assert taken.secret
    assert taken.rating_key
    seen = queries.ticket_view(queries.get_ticket_for(worker, taken.ticket.public_id), later())
    assert (seen["state"], seen["ahead"], seen["arrived"]) == ("waiting", 0, False)
    assert services.call_next(actor=worker, now=later(1), counter=counter) is None
    services.arrive(actor=worker, now=later(2), ticket=taken.ticket.public_id)
    called = services.call_next(actor=worker, now=later(3), counter=counter)
    assert called is not None
    assert called.number == "A001"
    services.start(actor=worker, now=later(4), ticket=called.public_id)
    services.finish(actor=worker, now=later(9), ticket=called.public_id)
    done = fresh(called)
    assert (done.state, done.served_seconds, done.at_counter_id) == ("done", 300, None)
    assert CounterState.objects.get(pk=counter.pk).current_ticket_id is None
    names = list(
        Event.objects.filter(hall_id=house.hall.id).order_by("seq").values_list("name", flat=True)
    )
    assert names == [
        "counter.opened",
        "ticket.taken",
        "ticket.arrived",
        "ticket.called",
        "ticket.started",
        "ticket.finished",
    ]


def test_board_and_counter_show_the_call() -> None:
    house = House()
    worker, counter = house.desk(3)
    house.at_desk(worker, counter)
    house.take("A")
    board = queries.board(house.hall, later(), with_code=True)
    assert board["calls"][0]["number"] == "A001"
    assert board["calls"][0]["counter_number"] == 3
    assert board["waiting"] == 1
    assert len(board["code"]) == 6
    view = queries.counter_view(counter, later(), actor=worker)
    assert view["ticket"]["number"] == "A001"
    assert [t["number"] for t in queries.next_tickets(counter, later())] == ["A002"]
    assert queries.hall_figures(house.hall, later())["waiting"] == 1
