"""The display with made-up calls and queues, served without a database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string

from yichuang.board.rules import Screen, stops_shown
from yichuang.shell.tests.serving import Handler

HALL = SimpleNamespace(name="清河区政务服务大厅", code="qinghe", timezone="Asia/Shanghai")
LONG = [
    "不动产登记和交易综合受理",
    "企业开办与注销一窗通办",
    "社会保险参保和待遇核定",
    "城乡居民基本医疗保险",
    "户籍和出入境证件",
    "住房公积金提取和贷款",
    "建设工程项目联合审批",
    "公安交通管理业务",
    "婚姻和收养登记",
    "综合咨询和跨省通办",
]


def call(number: str, counter: int) -> dict[str, Any]:
    place = {"to": "往右走", "icon": "arrow-right"}
    return {"number": number, "counter": counter, "times": 1, "first": False, "date": ""} | place


PASSED = ("A029", "A033", "AB031")


def display(
    queues: Sequence[str],
    calls: int = 1,
    reasons: Sequence[str] = (),
    last: int = 6,
    passed: Sequence[str] = PASSED,
) -> str:
    """The page as views.board makes it; the more waiting the earlier the queue."""
    rows = [SimpleNamespace(number=f"B{n:03}", counter=n + 1, date="") for n in range(last)]
    waiting = [{"name": name, "waiting": 130 - 9 * n} for n, name in enumerate(queues)]
    stopped = [(f"{n} 队", reason) for n, reason in enumerate(reasons)]
    return render_to_string(
        "board/board.html",
        {
            "hall": HALL,
            "here": "/board/qinghe/now/",
            "time": "14:32",
            "today": "11 月 23 日　星期一",
            "screen": Screen((), tuple(rows), ()),
            "calls": [call("A036", 3), call("AB104", 12)][:calls],
            "queues": waiting,
            "waiting": sum(q["waiting"] for q in waiting),
            "stops": stops_shown(stopped),
            "passed": passed,
            "code": "214729",
            "qr": "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
        },
    )


def answering(html: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: Any) -> None:
        Handler.give(handler, 200, "text/html; charset=utf-8", html.encode())

    return answer
