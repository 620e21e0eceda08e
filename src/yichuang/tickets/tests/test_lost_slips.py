"""A slip whose job was lost is told; one that is printing, and another hall's, is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yichuang.devices.models import Printer
from yichuang.kit.events.models import Event
from yichuang.tickets import services
from yichuang.tickets.models import Ticket
from yichuang.tickets.tasks import tell_lost_slips

from .factories import House, fresh, later

pytestmark = pytest.mark.django_db


def queued(house: House, *, seconds: float = 0, channel: str = "guide") -> Ticket:
    """A ticket whose slip was sent to the hall's printer; in tests no worker takes the job."""
    Printer.objects.get_or_create(hall=house.hall, name="一楼", host="127.0.0.1", port=9100)
    ticket = house.take("A", now=later(seconds=seconds), channel=channel)
    assert ticket.slip == "queued"
    return ticket


def test_lost_slip_when_a_minute_is_over_then_failed_and_told_once() -> None:
    house = House()
    lost, printing = queued(house), queued(house, seconds=30)
    assert services.fail_lost_slips(now=later(seconds=59), hall=house.hall) == 0
    assert services.fail_lost_slips(now=later(seconds=61), hall=house.hall) == 1
    assert services.fail_lost_slips(now=later(seconds=61), hall=house.hall) == 0
    assert (fresh(lost).slip, fresh(printing).slip) == ("failed", "queued")
    told = Event.objects.get(hall_id=house.hall.id, name="ticket.slip_failed")
    assert (told.subject, told.data["reason"]) == (str(lost.id), "lost")


def test_lost_slip_when_it_is_another_halls_then_left_to_that_hall() -> None:
    house, other = House(), House()
    mine, theirs = queued(house), queued(other)
    assert services.fail_lost_slips(now=later(5), hall=house.hall) == 1
    assert (fresh(mine).slip, fresh(theirs).slip) == ("failed", "queued")


def test_lost_slips_when_the_job_runs_then_those_of_every_hall_are_told() -> None:
    tickets = [queued(House()), queued(House())]
    tell_lost_slips(later(5))
    assert [fresh(t).slip for t in tickets] == ["failed", "failed"]


def test_lost_slip_when_an_older_number_was_printed_again_then_failed_too() -> None:
    """Who waits at closing keeps number and day; the new slip may be lost as well."""
    house = House()
    ticket = queued(house)
    services.note_slip(now=later(), ticket=ticket, printed=True)
    monday = later() + timedelta(days=3)
    services.reprint_slip(actor=house.guide(), now=monday, ticket=ticket)
    assert services.fail_lost_slips(now=monday + timedelta(minutes=2), hall=house.hall) == 1
