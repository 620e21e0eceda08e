"""Every edge of a slip's state: none, queued, printed, failed; on the devices' simulator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from yichuang.catalogue.models import ItemVersion
from yichuang.devices.models import Printer
from yichuang.devices.simulator import Simulator
from yichuang.kit.actors import Actor
from yichuang.kit.clock import now
from yichuang.kit.errors import Forbidden
from yichuang.kit.events.models import Event
from yichuang.tickets import queries, services
from yichuang.tickets.models import Ticket
from yichuang.tickets.queries.slips import slip_data
from yichuang.tickets.tasks import print_slip

from .factories import NOW, House, fresh, later
from .test_taking import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as found:
        yield found


@pytest.fixture
def house(simulator: Simulator) -> House:
    house = House()
    house.printer = Printer.objects.create(
        hall=house.hall, name="一号", host="127.0.0.1", port=simulator.port
    )
    return house


def queued(house: House, actor: Actor | None = None) -> Ticket:
    ticket = house.take("A", actor=actor, channel="guide", now=now())
    assert (ticket.slip, ticket.slip_at) == ("queued", ticket.issued_at)
    return ticket


def run(ticket: Ticket, printer: Printer) -> Ticket:
    """The job, as the worker runs it."""
    print_slip.func(str(ticket.pk), str(printer.pk))
    return fresh(ticket)


def told(ticket: Ticket) -> list[tuple[str, dict[str, Any]]]:
    rows = Event.objects.filter(subject=str(ticket.pk), name__contains="slip").order_by("seq")
    own = ("printer", "reprint", "reason")
    return [(row.name, {k: v for k, v in row.data.items() if k in own}) for row in rows]


def test_slip_where_nothing_is_printed_stays_none(house: House) -> None:
    assert house.taken("A", channel="phone").ticket.slip == "none"
    assert house.take("A", channel="desk").slip == "none"
    Printer.objects.update(enabled=False)
    assert house.take("A", channel="guide").slip == "none"


def test_slip_when_the_job_ran_is_printed(house: House, simulator: Simulator) -> None:
    ticket = queued(house)
    done = run(ticket, house.printer)
    assert simulator.wait_for(1)
    assert (done.slip, done.slips_printed, done.version) == ("printed", 1, ticket.version + 1)
    assert told(ticket) == [
        ("ticket.slip_queued", {"printer": "一号", "reprint": False}),
        ("ticket.slip_printed", {}),
    ]


def test_slip_when_the_same_job_runs_twice_is_printed_once(
    house: House, simulator: Simulator
) -> None:
    ticket = queued(house)
    done = run(ticket, house.printer)
    assert run(ticket, house.printer).version == done.version
    assert simulator.wait_for(1)
    assert len(simulator.slips) == 1
    assert len(told(ticket)) == 2


@pytest.mark.parametrize(
    ("fault", "code"), [({"paper": False}, "paper_out"), ({"cover_open": True}, "cover_open")]
)
def test_slip_when_the_device_fails_says_its_code(
    house: House, simulator: Simulator, fault: dict[str, bool], code: str
) -> None:
    ticket = queued(house)
    vars(simulator).update(fault)
    done = run(ticket, house.printer)
    assert (done.slip, done.slips_printed) == ("failed", 0)
    assert told(ticket)[-1] == ("ticket.slip_failed", {"reason": code})
    assert queries.hall_figures(house.hall, now())["slips_failed"] == 1


def test_slip_when_its_printer_is_gone_or_off_is_failed(house: House) -> None:
    ticket, other = queued(house), queued(house)
    Printer.objects.update(enabled=False)
    house.printer.refresh_from_db()
    assert run(ticket, house.printer).slip == "failed"
    assert told(ticket)[-1][1] == {"reason": "offline"}
    Printer.objects.filter(pk=house.printer.pk).delete()
    assert run(other, house.printer).slip == "failed"
    assert told(other)[-1][1] == {"reason": "no_printer"}


def test_slip_that_cannot_be_made_is_failed_and_the_job_says_why(house: House) -> None:
    ticket = queued(house)
    values = {"effective_from": NOW, "published_at": NOW, "digest": "0" * 64}
    ItemVersion.objects.create(item=ticket.item, version=1, definition={"id": "no item"}, **values)
    with pytest.raises(ValueError, match="name"):
        run(ticket, house.printer)
    assert fresh(ticket).slip == "failed"
    assert told(ticket)[-1][1] == {"reason": "not_made"}


def test_slip_whose_job_was_lost_is_failed_after_a_minute(house: House) -> None:
    ticket = house.take("A", channel="guide")
    assert services.fail_lost_slips(now=later(seconds=60), hall=house.hall) == 0
    assert fresh(ticket).slip == "queued"
    assert services.fail_lost_slips(now=later(seconds=61), hall=house.hall) == 1
    assert fresh(ticket).slip == "failed"
    assert told(ticket)[-1] == ("ticket.slip_failed", {"reason": "lost"})
    assert services.fail_lost_slips(now=later(seconds=99), hall=house.hall) == 0


def test_slip_noted_when_nothing_is_queued_changes_nothing(house: House) -> None:
    ticket = house.take("A", channel="guide")
    services.note_slip(now=NOW, ticket=ticket, printed=False, reason="lost")
    late = services.note_slip(now=later(2), ticket=ticket, printed=True)
    assert (late.slip, late.slips_printed, late.version) == ("failed", 0, ticket.version + 1)
    assert [name for name, _data in told(ticket)] == ["ticket.slip_queued", "ticket.slip_failed"]


def test_slip_asked_for_again_says_so_on_paper(house: House, simulator: Simulator) -> None:
    guide = house.guide()
    ticket = queued(house, guide)
    again = {"actor": guide, "now": now(), "ticket": ticket}
    refused("slip_queued", services.reprint_slip, **again)
    assert slip_data(queries.ticket_by_id(ticket.pk), now())["reprint"] is False
    run(ticket, house.printer)
    with pytest.raises(Forbidden):
        services.reprint_slip(**again | {"actor": house.actor("board")})
    assert services.reprint_slip(**again).slip == "queued"
    assert slip_data(queries.ticket_by_id(ticket.pk), now())["reprint"] is True
    assert run(ticket, house.printer).slips_printed == 2
    assert simulator.wait_for(2)
    first, second = simulator.slips
    assert second.height > first.height  # the mark of a reprint
    assert ("ticket.slip_queued", {"printer": "一号", "reprint": True}) in told(ticket)


def test_slip_that_failed_is_not_a_reprint_when_printed_at_last(house: House) -> None:
    guide = house.guide()
    ticket = queued(house, guide)
    services.note_slip(now=now(), ticket=ticket, printed=False, reason="paper_out")
    services.reprint_slip(actor=guide, now=now(), ticket=ticket)
    assert told(ticket)[-1][1]["reprint"] is False
    assert run(ticket, house.printer).slip == "printed"
    Printer.objects.update(enabled=False)
    refused("no_printer", services.reprint_slip, actor=guide, now=now(), ticket=ticket)
