"""A small door before `web` and `live` that run apart, as nginx stands before them in a hall."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OWN = {"connection", "transfer-encoding", "server", "date"}  # headers of one hop


class Door(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, web: int, live: int) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.web, self.live = web, live
        self.told = 0  # pieces of streams that carried news

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Passing(BaseHTTPRequestHandler):
    server: Door

    def do_GET(self) -> None:
        streaming = self.path.startswith("/live?")
        port = self.server.live if streaming else self.server.web
        behind = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            size = int(self.headers.get("Content-Length") or 0)
            kept = {name: value for name, value in self.headers.items() if name.lower() not in OWN}
            behind.request(self.command, self.path, self.rfile.read(size), kept)
            answer = behind.getresponse()
        except OSError:
            behind.close()
            self.send_error(502)
            return
        try:
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in OWN:
                    self.send_header(name, value)
            self.end_headers()
            while piece := answer.read1(65536):
                self.server.told += streaming and b"data:" in piece
                self.wfile.write(piece)
                self.wfile.flush()
        except (OSError, http.client.HTTPException):
            self.close_connection = True  # one side has gone: the other is let go too
        finally:
            behind.close()

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads its log."""


@contextmanager
def door(web: int, live: int) -> Iterator[Door]:
    with Door(web, live) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        try:
            yield made
        finally:
            made.shutdown()
            thread.join(10)
