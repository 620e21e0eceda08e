"""A small server for the example pages: no database, the product's content security policy."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

from . import gallery

Answer = tuple[int, str, bytes]


def policy() -> str:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


class Handler(BaseHTTPRequestHandler):
    more: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path in self.more:
            self.more[url.path](self)
            return
        if url.path.startswith("/static/"):
            self.give_static(url.path.removeprefix("/static/"))
            return
        name, query = url.path.strip("/"), parse_qs(url.query)
        if name not in gallery.ALL:
            self.give(404, "text/plain", b"")
            return
        html = gallery.page(name, query.get("mode", ["std"])[0])
        self.give(200, "text/html; charset=utf-8", html.encode())

    do_POST = do_GET

    def give_static(self, name: str) -> None:
        found = finders.find(name)
        if not found:
            self.give(404, "text/plain", b"")
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.give(200, kind, Path(str(found)).read_bytes())

    def give(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy())
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet: a browser that leaves early is no news."""


@contextmanager
def serving(**more: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    routes = {f"/{name}": answer for name, answer in more.items()}
    handler = type("Routed", (Handler,), {"more": routes})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
