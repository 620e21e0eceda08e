"""Open event streams: how soon the last of them knows, and what one of them costs.

The clients are one epoll loop in a process of their own making, so that they cost little;
the reference is a bare socket server that writes the same bytes to as many sockets.
"""

import multiprocessing
import resource
import selectors
import socket
import statistics
import time
from collections.abc import Callable
from urllib.parse import urlencode

from .rows import Row, say
from .servers import pss_kb

STREAMS = 5000
EVENTS = 10
OPENING = 200  # handshakes under way at once


def raise_limit(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise SystemExit(f"{wanted} open files are needed, this account may have {hard}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


class Clients:
    """Open streams, read by one epoll loop."""

    def __init__(self, address: tuple[str, int], request: bytes) -> None:
        self.address, self.request = address, request
        self.poll = selectors.EpollSelector()
        self.sockets: list[socket.socket] = []

    def open(self, count: int) -> None:
        """`count` more, each past its first bytes."""
        while count > 0:
            batch = [socket.create_connection(self.address, 10) for _ in range(min(OPENING, count))]
            for one in batch:
                one.sendall(self.request)
                one.setblocking(False)
                self.poll.register(one, selectors.EVENT_READ)
            self.sockets += batch
            count -= len(batch)
            self.hear(len(batch), b"\n", 20)

    def hear(self, count: int, mark: bytes, patience: float) -> list[float]:
        """Moments at which `count` sockets first got bytes with `mark`."""
        heard: dict[int, float] = {}
        deadline = time.monotonic() + patience
        while len(heard) < count and time.monotonic() < deadline:
            for key, _ in self.poll.select(0.5):
                data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                if not data:
                    raise SystemExit("a stream was closed")
                if mark in data:
                    heard.setdefault(key.fd, time.monotonic())
        return sorted(heard.values())

    def close(self) -> None:
        for one in self.sockets:
            one.close()
        self.poll.close()


def stream_request(host: str, topic: str, token: str) -> bytes:
    query = urlencode({"topic": topic, "token": token})
    return (
        f"GET /live?{query} HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n\r\n".encode()
    )


def measure_streams(
    address: tuple[str, int],
    pid: int,
    topic: str,
    token: str,
    commit: Callable[[], float],
    streams: int = STREAMS,
) -> list[Row]:
    """`commit` writes one event of the topic and gives the monotonic moment after its commit."""
    raise_limit(streams + 500)
    clients = Clients(address, stream_request(address[0], topic, token))
    clients.open(20)  # warm: the hall is read, the code is loaded
    commit()
    clients.hear(20, b"data:", 5)
    before = pss_kb(pid)
    say(f"opening {streams} streams")
    clients.open(streams)
    kb = (pss_kb(pid) - before) / streams
    lasts = []
    for _ in range(EVENTS):
        at = commit()
        heard = clients.hear(streams + 20, b"data:", 10)
        if len(heard) < streams + 20:
            raise SystemExit(f"only {len(heard)} of {streams + 20} streams were told")
        lasts.append((heard[-1] - at) * 1000)
        time.sleep(0.3)
    clients.close()
    bare = bare_fan_out(streams)
    note = f"median {statistics.median(lasts):.0f}, polling of up to 100 ms included"
    return [
        Row(
            "stream_last_client_ms",
            max(lasts),
            "ms",
            bare,
            "bare sockets, no polling",
            target=400,
            note=note,
        ),
        Row("stream_kb_per_client", kb, "kB", target=15),
    ]


def _bare_server(port: "multiprocessing.Queue[int]", go: socket.socket, count: int) -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    port.put(listener.getsockname()[1])
    sockets = []
    for _ in range(count):
        one = listener.accept()[0]
        one.send(b"\n")
        sockets.append(one)
    go.recv(1)
    for one in sockets:
        one.send(b'2f\r\nid: 1\ndata: {"topic":"hall:x","id":1,"version":1}\n\n\r\n')
    go.recv(1)


def bare_fan_out(count: int) -> float:
    """Milliseconds until the last of `count` sockets of a bare server has the same bytes."""
    context = multiprocessing.get_context("fork")
    port: multiprocessing.Queue[int] = context.Queue()
    ours, theirs = socket.socketpair()
    server = context.Process(target=_bare_server, args=(port, theirs, count), daemon=True)
    server.start()
    clients = Clients(("127.0.0.1", port.get(timeout=10)), b"GET / HTTP/1.1\r\n\r\n")
    clients.open(count)
    at = time.monotonic()
    ours.send(b"1")
    heard = clients.hear(count, b"data:", 10)
    ours.send(b"1")
    clients.close()
    server.join(5)
    return (heard[-1] - at) * 1000


def measure_lag(
    address: tuple[str, int],
    topic: str,
    token: str,
    commit: Callable[[], float],
    hold_open: Callable[[], Callable[[], None]],
    events: int = 30,
) -> Row:
    """The board's lag while a write transaction elsewhere stays open, beside the lag without."""
    clients = Clients(address, stream_request(address[0], topic, token))
    clients.open(1)
    free = _lags(clients, commit, events)
    let_go = hold_open()
    held = _lags(clients, commit, events)
    let_go()
    clients.close()
    note = f"longest of {events}; median {statistics.median(held):.0f}"
    return Row(
        "board_lag_with_open_tx_ms", max(held), "ms", max(free), "without one", 300, note=note
    )


def _lags(clients: Clients, commit: Callable[[], float], events: int) -> list[float]:
    out = []
    for number in range(events):
        time.sleep(0.011 * (number % 10))  # anywhere between two pollings
        at = commit()
        heard = clients.hear(1, b"data:", 5)
        out.append((heard[0] - at) * 1000 if heard else 5000.0)
    return out
