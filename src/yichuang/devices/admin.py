from django.contrib import admin

from .models import Printer


@admin.register(Printer)
class PrinterAdmin(admin.ModelAdmin):
    list_display = ["name", "hall", "host", "port", "machine", "zone", "enabled"]
    list_filter = ["hall", "enabled"]
