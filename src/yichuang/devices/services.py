"""Printing. Slow and outside: called in jobs after commit, never inside a transaction."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .drivers import DeviceFailed, PrinterDriver, driver_named
from .models import Printer

__all__ = ["DeviceFailed", "check_printer", "print_raster"]


def print_raster(printer: Printer, png: bytes) -> None:
    """The picture (at most 576 dots wide) on paper, cut. Raises DeviceFailed."""
    _driver(printer).print_raster(png)


def check_printer(printer: Printer) -> None:
    """Whether it could print now. Raises DeviceFailed."""
    _driver(printer).check()


def _driver(printer: Printer) -> PrinterDriver:
    if not printer.enabled:
        raise DeviceFailed("offline", _("这台打印机停用了。"))
    return driver_named(printer.driver)(printer.host, printer.port)
