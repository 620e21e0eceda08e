from django.contrib import admin

from .models import Printer


@admin.register(Printer)
class PrinterAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    list_display = ["name", "hall", "host", "port", "machine", "zone", "enabled"]
    list_filter = ["hall", "enabled"]
