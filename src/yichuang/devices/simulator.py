"""A receipt printer that speaks enough ESC/POS over TCP to be printed on and looked at.

Understands: ESC @, GS v 0 (raster), GS V (cut), ESC d (feed), DLE EOT 1–4 (status), LF.
`python -m yichuang.devices.simulator --port 9100 --out var/slips` keeps each slip as PNG.
"""

from __future__ import annotations

import argparse
import socketserver
import threading
from pathlib import Path
from typing import Any

from PIL import Image

ESC, GS, DLE, EOT, LF = 0x1B, 0x1D, 0x10, 0x04, 0x0A


class Simulator:
    """A printer on 127.0.0.1; `slips` are the papers that it cut, as pictures."""

    def __init__(self, port: int = 0, out: Path | None = None) -> None:
        self.slips: list[Image.Image] = []
        self.unknown: list[int] = []
        self.paper, self.cover_open, self.silent = True, False, False
        self.paper_lines: int | None = None  # dots of paper left
        self.out = out
        self._cut = threading.Condition()
        printer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _Reader(printer, self.rfile, self.wfile).run()

        self.server = socketserver.ThreadingTCPServer(
            ("127.0.0.1", port), Handler, bind_and_activate=False
        )
        self.server.allow_reuse_address = self.server.daemon_threads = True
        self.server.server_bind()
        self.server.server_activate()
        self.port = int(self.server.server_address[1])

    def __enter__(self) -> Simulator:
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def status(self, which: int) -> int:
        no_paper = not self.paper
        answers = {
            1: 0x12 | (0x08 if no_paper or self.cover_open else 0),
            2: 0x12 | (0x04 if self.cover_open else 0) | (0x20 if no_paper else 0),
            3: 0x12,
            4: 0x12 | (0x60 if no_paper else 0),
        }
        return answers.get(which, 0x12)

    def use_paper(self, lines: int) -> bool:
        """False where the roll ended on the way."""
        if self.paper_lines is not None:
            self.paper_lines -= lines
            self.paper = self.paper_lines > 0
        return self.paper

    def keep(self, parts: list[Image.Image]) -> None:
        if not parts:
            return
        slip = Image.new("1", (max(p.width for p in parts), sum(p.height for p in parts)), 1)
        top = 0
        for part in parts:
            slip.paste(part, (0, top))
            top += part.height
        with self._cut:
            self.slips.append(slip)
            self._cut.notify_all()
        if self.out:
            self.out.mkdir(parents=True, exist_ok=True)
            slip.save(self.out / f"slip-{len(self.slips):04d}.png")

    def wait_for(self, count: int, timeout: float = 5) -> bool:
        with self._cut:
            return self._cut.wait_for(lambda: len(self.slips) >= count, timeout)


class _Reader:
    """Takes one connection's bytes apart."""

    def __init__(self, printer: Simulator, source: Any, sink: Any) -> None:
        self.printer, self.source, self.sink = printer, source, sink
        self.parts: list[Image.Image] = []

    def run(self) -> None:
        while first := self.source.read(1):
            code = first[0]
            if code == DLE and self.source.read(1) == bytes([EOT]):
                self.answer(self.source.read(1)[0])
            elif code == ESC:
                self.escape(self.source.read(1)[0])
            elif code == GS:
                self.group(self.source.read(1)[0])
            elif code != LF:
                self.printer.unknown.append(code)

    def answer(self, which: int) -> None:
        if not self.printer.silent:
            self.sink.write(bytes([self.printer.status(which)]))
            self.sink.flush()

    def escape(self, code: int) -> None:
        if code == ord("@"):
            self.parts = []
        elif code in (ord("d"), ord("a"), ord("J")):
            self.source.read(1)
        else:
            self.printer.unknown.append(code)

    def group(self, code: int) -> None:
        if code == ord("v"):
            self.raster()
        elif code == ord("V"):
            if self.source.read(1)[0] in (65, 66):
                self.source.read(1)
            self.printer.keep(self.parts)
            self.parts = []
        else:
            self.printer.unknown.append(code)

    def raster(self) -> None:
        """GS v 0 m xL xH yL yH and the dots, 1 is black."""
        head = self.source.read(6)
        across, down = head[2] + 256 * head[3], head[4] + 256 * head[5]
        dots = self.source.read(across * down)
        if self.printer.use_paper(down):
            flipped = bytes(b ^ 0xFF for b in dots)
            self.parts.append(Image.frombytes("1", (across * 8, down), flipped))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=9100)
    parser.add_argument("--out", type=Path, default=Path("var/slips"))
    given = parser.parse_args()
    simulator = Simulator(given.port, given.out)
    print(f"printer on 127.0.0.1:{simulator.port}, slips in {given.out}")  # noqa: T201 - a command
    try:
        simulator.server.serve_forever()
    except KeyboardInterrupt:
        simulator.server.server_close()


if __name__ == "__main__":
    main()
