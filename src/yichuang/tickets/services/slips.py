"""Slips have a state of their own: none, queued, printed, failed. Printing is a job after commit."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from yichuang.devices.models import Printer
from yichuang.devices.queries import printer_for
from yichuang.kit.actors import SYSTEM, Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.errors import Refused
from yichuang.kit.events import Writer, write
from yichuang.places.models import Hall

from .. import events
from ..models import Ticket
from ..permissions import PRINT_SLIP
from .locking import hall_of, locked, tell

PAPER_CHANNELS = ("kiosk", "guide")
LOST_AFTER = timedelta(seconds=60)
REPRINTED_WITHIN = timedelta(days=7)  # a ticket that still waits keeps its day


def printer_of(ticket: Ticket, actor: Actor) -> Printer | None:
    """The printer of the machine that took it, else of the queue's zone, else of the hall."""
    machine = actor.key if actor.kind == "machine" else ""
    return printer_for(ticket.hall_id, machine=machine, zone_id=ticket.queue.zone_id)


def send_slip(w: Writer, ticket: Ticket, printer: Printer, actor: Actor, now: datetime) -> None:
    """The job is stored in this transaction; the ticket's slip is queued already."""
    from ..tasks import print_slip

    data = {"printer": printer.name, "reprint": ticket.slips_printed > 0}
    tell(w, ticket, events.SLIP_QUEUED, actor=actor, now=now, data=data)
    print_slip.enqueue(str(ticket.id), str(printer.id))


def reprint_slip(*, actor: Actor, now: datetime, ticket: Ticket | str) -> Ticket:
    """Once more on paper; it says so. Refused: 409 no_printer, slip_queued."""
    actor.require(PRINT_SLIP)
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        if t.slip == "queued":
            raise Refused("slip_queued", _("纸号正在打印，请稍等。"))
        printer = printer_of(t, actor)
        if printer is None:
            raise Refused("no_printer", _("大厅没有接打印机，请扫屏幕上的二维码。"))
        t.slip, t.slip_at, t.version = "queued", now, t.version + 1
        t.save(update_fields=["slip", "slip_at", "version"])
        send_slip(w, t, printer, actor, now)
    return t


def note_slip(*, now: datetime, ticket: Ticket, printed: bool, reason: str = "") -> Ticket:
    """What came of the job: printed, or failed with the device's code, told to the guide."""
    with write(ticket.hall_id) as w:
        t = locked(ticket, SYSTEM)
        if t.slip != "queued":
            return t
        t.slip = "printed" if printed else "failed"
        t.slips_printed += printed
        t.version += 1
        t.save(update_fields=["slip", "slips_printed", "version"])
        event = events.SLIP_PRINTED if printed else events.SLIP_FAILED
        tell(w, t, event, actor=SYSTEM, now=now, data={"reason": reason} if reason else {})
    return t


def fail_lost_slips(*, now: datetime, hall: Hall) -> int:
    """A slip whose job was lost never silently waits: failed after a minute."""
    since = hall_day(now, hall.timezone) - REPRINTED_WITHIN  # the index of hall and day
    lost = Ticket.objects.filter(hall=hall, day__gte=since, slip="queued")
    lost = lost.filter(slip_at__lt=now - LOST_AFTER)
    tickets = list(lost.select_related("hall", "queue")[:100])
    for ticket in tickets:
        note_slip(now=now, ticket=ticket, printed=False, reason="lost")
    return len(tickets)
