"""Raster pictures to a network printer on port 9100, in ESC/POS.

Only pictures: a printer's own Chinese fonts and code pages are never trusted. Status by
DLE EOT (Epson, ESC/POS command reference): asked before, so that nothing is sent to a printer
without paper, and after, since it answers only once the picture before it is taken.
"""

from __future__ import annotations

import socket
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from .drivers import DeviceFailed

TIMEOUT = 3.0  # seconds for each step
PRINT_TIMEOUT = 10.0  # a slip of 30 cm takes about 2 s
WIDEST = 576  # dots of 80 mm paper
_STATUS = b"\x10\x04"  # DLE EOT n
OFFLINE, PAPER = 2, 4
_COVER_OPEN, _PAPER_STOP = 0x04, 0x20  # of the answer to n = 2
_NO_PAPER = 0x60  # of the answer to n = 4
_FIXED, _FIXED_VALUE = 0x93, 0x12  # bits that every answer has


class NetworkEscpos:
    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port

    def check(self) -> None:
        with self._connect() as line:
            self._ready(line)

    def print_raster(self, png: bytes) -> None:
        commands = raster_commands(png)
        with self._connect() as line:
            self._ready(line)
            try:
                line.settimeout(PRINT_TIMEOUT)
                line.sendall(commands)
            except OSError as error:
                raise DeviceFailed("no_answer", _("打印中途断开了。")) from error
            self._ready(line)

    def _connect(self) -> socket.socket:
        try:
            return socket.create_connection((self.host, self.port), timeout=TIMEOUT)
        except OSError as error:
            raise DeviceFailed("unreachable", _("连不上打印机，请看电源和网线。")) from error

    def _ready(self, line: socket.socket) -> None:
        paper = self._status(line, PAPER)
        if paper & _NO_PAPER:
            raise DeviceFailed("paper_out", _("没有纸了，请换纸。"))
        offline = self._status(line, OFFLINE)
        if offline & _COVER_OPEN:
            raise DeviceFailed("cover_open", _("纸仓盖没有合上。"))
        if offline & (_PAPER_STOP | 0x40):
            raise DeviceFailed("offline", _("打印机停着，请看它的指示灯。"))

    def _status(self, line: socket.socket, which: int) -> int:
        try:
            line.sendall(_STATUS + bytes([which]))
            answer = line.recv(1)
        except OSError as error:
            raise DeviceFailed("no_answer", _("打印机没有回答。")) from error
        if not answer or answer[0] & _FIXED != _FIXED_VALUE:
            raise DeviceFailed("no_answer", _("打印机的回答看不懂。"))
        return answer[0]


def raster_commands(png: bytes) -> bytes:
    """Reset, the picture as black and white dots, feed, cut.

    Refused: DeviceFailed bad_picture for what is no PNG or wider than the paper.
    """
    from escpos.printer import Dummy  # here: it loads its printer data base, 40 ms

    try:
        picture = Image.open(BytesIO(png), formats=["PNG"])
        grey = Image.new("L", picture.size, 255)
        mask = picture.getchannel("A") if "A" in picture.getbands() else None
        grey.paste(picture.convert("L"), mask=mask)
    except (UnidentifiedImageError, OSError) as error:
        raise DeviceFailed("bad_picture", _("要打的内容不是图片。")) from error
    if grey.width > WIDEST:
        words = {"wide": grey.width, "most": WIDEST}
        text = _("图片宽 %(wide)s 点，纸只有 %(most)s 点。") % words
        raise DeviceFailed("bad_picture", text)
    # A threshold, no dithering: dots around letters make them grey on thermal paper.
    dots = grey.point([0] * 128 + [255] * 128).convert("1")
    dummy = Dummy()
    dummy.hw("INIT")
    dummy.image(dots, impl="bitImageRaster", fragment_height=512)
    dummy.cut()
    return bytes(dummy.output)
