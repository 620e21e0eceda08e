"""What administrators keep of the devices that the server reaches."""

from django.contrib import admin

from yichuang.kit.administration import Kept
from yichuang.places.events import HALL_CHANGED
from yichuang.places.permissions import MANAGE

from .models import Printer


@admin.register(Printer)
class PrinterAdmin(Kept):
    permission, changed_event, deletable = MANAGE, HALL_CHANGED, True
    list_display = ("name", "host", "port", "machine", "zone", "enabled")
    list_select_related = ("zone",)
    fields = ("name", "driver", "host", "port", "machine", "zone", "enabled")
