"""Jobs of the worker: recurring ones, and slips on paper."""

from datetime import datetime
from uuid import UUID

from django_tasks import task

from yichuang.devices.drivers import DeviceFailed
from yichuang.devices.models import Printer
from yichuang.devices.services import print_raster
from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now as present
from yichuang.kit.jobs import every
from yichuang.places.queries import halls

from .documents.slip import slip_png
from .queries import ticket_by_id
from .queries.slips import slip_data
from .services import close_day, erase_identities, fail_lost_slips, note_slip


@every(seconds=60)
def close_days(now: datetime) -> None:
    """Soon after each hall's midnight."""
    for hall in halls():
        close_day(actor=SYSTEM, now=now, hall=hall)


@every(seconds=3600)
def erase_old_identities(now: datetime) -> None:
    for hall in halls():
        erase_identities(actor=SYSTEM, now=now, hall=hall)


@every(seconds=20)
def tell_lost_slips(now: datetime) -> None:
    for hall in halls():
        fail_lost_slips(now=now, hall=hall)


@task()
def print_slip(ticket_id: str, printer_id: str) -> None:
    """On paper, then told; a device that fails is told too, and nothing is tried again unasked."""
    ticket = ticket_by_id(UUID(ticket_id))
    if ticket.slip != "queued":
        return
    try:
        printer = Printer.objects.get(pk=printer_id)
        print_raster(printer, slip_png(slip_data(ticket, present())).data)
    except (DeviceFailed, Printer.DoesNotExist) as error:
        code = error.code if isinstance(error, DeviceFailed) else "no_printer"
        note_slip(now=present(), ticket=ticket, printed=False, reason=code)
    except Exception:
        note_slip(now=present(), ticket=ticket, printed=False, reason="not_made")
        raise  # what went wrong is kept with the job
    else:
        note_slip(now=present(), ticket=ticket, printed=True)
