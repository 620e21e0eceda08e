"""live.js against a small server: stream, polling when it is gone, one stream for many tabs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from queue import Queue
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from .serving import serving

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><title>t</title><script src="/static/shell/live.js" defer></script>
<div id="part" data-live="hall:a" data-live-get="/part" data-live-swap="inner">old</div>
<input id="other"><p data-live-status data-on="on" data-poll="poll" data-off="off {time}"></p>"""


class Hall:
    """What the page asks for: a partial with an ETag, tokens, and a stream that can be stopped."""

    def __init__(self) -> None:
        self.version, self.up, self.answers, self.lapsed = 1, True, True, False
        self.streams: list[Queue[str]] = []
        self.queries: list[dict[str, list[str]]] = []
        self.codes: list[int] = []
        self.tokens = 0

    def page(self, h: Any) -> None:
        topic = parse_qs(urlsplit(h.path).query).get("topic", ["hall:a"])[0]
        h.give(200, "text/html", PAGE.replace("hall:a", topic).encode())

    def part(self, h: Any) -> None:
        if not self.answers:
            self.codes.append(502)
            h.give(502, "text/html", b"")
            return
        if self.lapsed:
            h.give(401, "text/html", b"", **{"HX-Redirect": "/page?topic=login"})
            return
        tag = f'"{self.version}"'
        same = h.headers.get("If-None-Match") == tag
        self.codes.append(304 if same else 200)
        body = f'v{self.version}<input id="inside">'
        h.give(304 if same else 200, "text/html", b"" if same else body.encode(), ETag=tag)

    def token(self, h: Any) -> None:
        assert h.headers["Idempotency-Key"]
        topic = json.loads(h.rfile.read(int(h.headers["Content-Length"])))["topic"]
        if topic == "hall:secret":
            h.give(403, "application/json", b"{}")
            return
        self.tokens += 1
        h.give(200, "application/json", json.dumps({"token": "t-" + topic}).encode())

    def live(self, h: BaseHTTPRequestHandler) -> None:
        if not self.up:
            h.send_error(503)
            return
        self.queries.append(parse_qs(urlsplit(h.path).query))
        lines: Queue[str] = Queue()
        self.streams.append(lines)  # before the page sees it open: it may be told at once
        h.send_response(200)
        h.send_header("Content-Type", "text/event-stream")
        h.end_headers()
        h.wfile.write(b": hello\n\n")
        while line := lines.get():
            h.wfile.write(line.encode())
            h.wfile.flush()
        self.streams.remove(lines)

    def tell(self, event: str = "") -> None:
        data = json.dumps({"topic": "hall:a", "id": self.version, "version": self.version})
        for lines in self.streams:
            lines.put(f"{event}data: {data}\n\n")

    def change(self) -> None:
        self.version += 1
        self.tell()

    def stop(self) -> None:
        self.up = False
        for lines in list(self.streams):
            lines.put("")


@pytest.fixture
def hall() -> Iterator[tuple[Hall, str]]:
    made = Hall()
    routes = {"page": made.page, "part": made.part, "live": made.live}
    with serving(**routes, **{"api/v1/live-token": made.token}) as url:
        yield made, url
        made.stop()


@pytest.fixture
def context(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(bypass_csp=True)  # for wait_for_function
    yield context
    context.close()


def opened(context: Any, url: str, topic: str = "hall:a") -> Any:
    page = context.new_page()
    page.goto(f"{url}/page?topic={topic}")
    return page


def waits_for(page: Any, expression: str, seconds: float = 6) -> None:
    page.wait_for_function(expression, timeout=seconds * 1000)


ON = "document.documentElement.dataset.liveState === 'on'"
POLL = "document.documentElement.dataset.liveState === 'poll'"


def shows(version: int) -> str:
    return f"document.getElementById('part').textContent === 'v{version}'"


def test_an_event_refreshes_the_part_at_once(context: Any, hall: tuple[Hall, str]) -> None:
    made, url = hall
    page = opened(context, url)
    waits_for(page, ON)
    waits_for(page, shows(1))
    made.change()
    waits_for(page, shows(2), 1)
    assert made.queries == [{"token": ["t-hall:a"], "topic": ["hall:a"]}]


def test_a_part_that_changes_with_the_clock_is_asked_for_without_an_event(
    context: Any, hall: tuple[Hall, str]
) -> None:
    made, url = hall
    page = opened(context, url)
    waits_for(page, ON)
    waits_for(page, shows(1))
    made.version += 1
    page.wait_for_timeout(2500)
    assert page.evaluate(shows(1))
    page.evaluate("document.getElementById('part').dataset.liveAfter = '1'")
    waits_for(page, shows(2), 4)


def test_a_lost_stream_is_polled_within_five_seconds_and_found_again(
    context: Any, hall: tuple[Hall, str]
) -> None:
    made, url = hall
    page = opened(context, url)
    waits_for(page, ON)
    made.stop()
    waits_for(page, POLL)
    made.version += 1
    started = time.monotonic()
    waits_for(page, shows(2))
    assert time.monotonic() - started < 5
    made.up = True
    waits_for(page, ON, 10)
    made.change()
    waits_for(page, shows(3), 1)


def test_polling_without_a_change_costs_a_304(context: Any, hall: tuple[Hall, str]) -> None:
    made, url = hall
    made.up = False
    page = opened(context, url)
    waits_for(page, shows(1))
    page.wait_for_timeout(4500)
    assert made.codes[0] == 200
    assert set(made.codes[1:]) == {304}


def test_the_page_says_that_the_line_is_lost(context: Any, hall: tuple[Hall, str]) -> None:
    made, url = hall
    page = opened(context, url)
    waits_for(page, ON)
    waits_for(page, shows(1))  # the stream may open before the part has come
    made.answers = False
    made.stop()
    waits_for(page, "/^off \\d\\d:\\d\\d$/.test(document.querySelector('p').textContent)")
    assert page.evaluate(shows(1))  # the last state stays


def test_a_lapsed_login_takes_the_whole_page_to_the_login_page(
    context: Any, hall: tuple[Hall, str]
) -> None:
    made, url = hall
    page = opened(context, url)
    waits_for(page, shows(1))
    page.evaluate("addEventListener('live:gone', (e) => { sessionStorage.gone = e.detail; })")
    made.lapsed = True
    made.change()
    page.wait_for_url(f"{url}/page?topic=login")
    assert page.evaluate("sessionStorage.gone") == "401"


def test_eight_tabs_share_one_stream(context: Any, hall: tuple[Hall, str]) -> None:
    made, url = hall
    pages = [opened(context, url) for _ in range(8)]
    for page in pages:
        waits_for(page, ON, 10)
    assert len(made.streams) == 1
    made.change()
    for page in pages:
        waits_for(page, shows(2), 3)


def test_a_refused_topic_is_polled_and_leaves_the_others_on_the_stream(
    context: Any, hall: tuple[Hall, str]
) -> None:
    made, url = hall
    other = opened(context, url)
    waits_for(other, ON)
    page = opened(context, url, "hall:secret")
    waits_for(page, shows(1))
    made.change()
    waits_for(other, shows(2), 2)
    page.bring_to_front()
    waits_for(page, shows(2))
    assert page.evaluate(POLL)


def test_a_second_topic_joins_the_one_stream(context: Any, hall: tuple[Hall, str]) -> None:
    made, url = hall
    first = opened(context, url)
    waits_for(first, ON)
    second = opened(context, url, "hall:b")
    waits_for(second, ON)
    assert len(made.queries) == 2
    assert made.queries[-1]["topic"] == ["hall:a", "hall:b"]
    made.change()
    waits_for(first, shows(2), 2)


def test_another_tab_leads_when_the_leader_closes(context: Any, hall: tuple[Hall, str]) -> None:
    made, url = hall
    first, second = opened(context, url), opened(context, url)
    waits_for(second, ON)
    first.close()
    second.bring_to_front()
    waits_for(second, "shell.followers().leader && shell.followers().streaming", 8)
    made.change()
    waits_for(second, shows(2), 3)


def test_a_reset_fetches_a_new_token(context: Any, hall: tuple[Hall, str]) -> None:
    made, url = hall
    page = opened(context, url)
    waits_for(page, ON)
    made.tell("event: reset\n")
    deadline = time.monotonic() + 6
    while len(made.queries) < 2:  # polling lasts too short to be looked for
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)
    assert made.tokens == 2
    waits_for(page, ON)
    made.change()
    waits_for(page, shows(2), 2)


def test_a_part_waits_while_someone_types_in_it(context: Any, hall: tuple[Hall, str]) -> None:
    made, url = hall
    page = opened(context, url)
    waits_for(page, ON)
    waits_for(page, shows(1))
    page.fill("#inside", "张")
    made.change()
    page.wait_for_timeout(500)
    assert page.input_value("#inside") == "张"
    page.focus("#other")
    waits_for(page, shows(2), 2)


def test_without_locks_one_tab_still_leads(context: Any, hall: tuple[Hall, str]) -> None:
    made, url = hall
    context.add_init_script("Object.defineProperty(navigator, 'locks', {value: undefined})")
    pages = [opened(context, url) for _ in range(3)]
    for page in pages:
        waits_for(page, ON, 12)
    pages[0].wait_for_timeout(2500)
    assert len(made.streams) == 1
    assert sum(page.evaluate("shell.followers().leader") for page in pages) == 1
