"""The interface of printers, and how a driver is found."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Protocol

from django.utils.translation import gettext as _

GROUP = "yichuang.printers"


class DeviceFailed(Exception):
    """The device did not do it. `code`: unreachable, paper_out, cover_open, offline, no_answer,
    no_driver, bad_picture. `detail` is a sentence for staff."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


class PrinterDriver(Protocol):
    """Made anew for each job: `Driver(host, port)`."""

    def __init__(self, host: str, port: int) -> None: ...

    def check(self) -> None:
        """Raises DeviceFailed unless it can print now."""

    def print_raster(self, png: bytes) -> None:
        """Returns once the device has taken the picture and still has paper; else DeviceFailed."""


def driver_named(name: str) -> type[PrinterDriver]:
    """Refused: DeviceFailed no_driver."""
    for found in entry_points(group=GROUP, name=name):
        driver: type[PrinterDriver] = found.load()
        return driver
    raise DeviceFailed("no_driver", _("没有名为 %(name)s 的打印机驱动。") % {"name": name})
