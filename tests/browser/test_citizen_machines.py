"""Kiosk and call display, as people stand before them."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

KIOSK = {"width": 1080, "height": 1920}
BOARD = {"width": 1920, "height": 1080}


TOUCHES = (
    "addEventListener('pointerdown', () => sessionStorage.n = 1 + +(sessionStorage.n || 0), true)"
)


def kiosk(visitor: Any) -> Any:
    """At the first screen, every touch counted."""
    page = visitor(KIOSK, "kiosk1")
    page.goto("/kiosk/qinghe/")
    page.add_init_script(TOUCHES)
    page.reload()
    return page


def touches(page: Any) -> int:
    return int(page.evaluate("+(sessionStorage.n || 0)"))


def typed(page: Any, number: str) -> None:
    for digit in number:
        page.click(f"details[open] [data-keypad] [data-key='{digit}']")


def test_two_touches_at_the_kiosk_give_an_arrived_number(
    hall: Any, visitor: Any, worker: Any
) -> None:
    page = kiosk(visitor)
    page.click("text=居民身份证")
    page.click(".take-now")
    number = page.inner_text(".yours .no")
    assert touches(page) == 2
    assert number.startswith("A")
    assert number in worker.serve_all()


@pytest.mark.parametrize("purpose", ["先问一问", "补材料", "取件", "缴费", "反映问题"])
def test_two_touches_at_the_kiosk_for_every_purpose(visitor: Any, purpose: str) -> None:
    page = kiosk(visitor)
    page.click(f".pad-five a:has-text('{purpose}')")
    page.click(".take-now")
    assert page.inner_text(".yours .no").startswith("Z")
    assert touches(page) == 2


def test_one_person_at_the_kiosk_takes_for_two_others_by_their_numbers(visitor: Any) -> None:
    for theirs in ("13900006661", "13900006662", "13900006662"):
        page = kiosk(visitor)
        page.click("text=居民身份证")
        page.click("summary:has-text('填手机号')")
        typed(page, "13900006660")
        page.click("summary:has-text('替别人办')")
        page.click("label:has-text('手机号')")
        typed(page, theirs)
        assert page.locator("[name=relation]:checked").get_attribute("value") == "其他亲友"
        page.click(".take-now")
        if page.locator(".errors").count():
            break
        assert "取好了" in page.inner_text("main")
        assert touches(page) == 2 + 11 + 3 + 11
    assert "请问导办" in page.inner_text(".errors"), "the second of them waits already"


def test_a_kiosk_that_nobody_logged_in_shows_no_code_and_takes_nobody_as_arrived(
    visitor: Any,
) -> None:
    page = visitor(KIOSK)
    page.goto("/kiosk/qinghe/")
    assert "现场码" not in page.inner_text("body")
    page.click("text=居民身份证")
    page.click(".take-now")
    assert "还没有确认到场" in page.inner_text("main")


def test_typed_numbers_are_dots_and_gone_when_idle(visitor: Any) -> None:
    page = visitor(KIOSK, "kiosk1")
    page.clock.install()
    page.goto("/kiosk/qinghe/take/?item=GA-HZ-002")
    page.click("summary:has-text('填手机号')")
    for digit in "13900007777":
        page.click(f"details[open] [data-key='{digit}']")
    field = page.locator("[name=phone]")
    assert (field.get_attribute("type"), field.input_value()) == ("password", "13900007777")

    page.clock.run_for(61_000)
    assert page.locator(".idle").is_visible()
    page.click("text=继续")
    assert not page.locator(".idle").is_visible()
    assert field.input_value() == "13900007777"

    page.clock.run_for(80_000)
    page.wait_for_url("**/kiosk/qinghe/?mode=std")
    page.go_back()
    page.wait_for_timeout(300)
    assert page.locator("[name=phone]").count() == 0 or not field.input_value()


def test_elder_friendly_mode_waits_two_minutes(visitor: Any) -> None:
    page = visitor(KIOSK, "kiosk1")
    page.clock.install()
    page.goto("/kiosk/qinghe/take/?item=GA-HZ-002&mode=elder")
    page.clock.run_for(100_000)
    assert not page.locator(".idle").is_visible()
    page.clock.run_for(21_000)
    assert page.locator(".idle").is_visible()


def test_a_number_that_waits_already_is_not_told_at_the_kiosk(hall: Any, visitor: Any) -> None:
    texts = []
    for _time in range(2):
        page = visitor(KIOSK, "kiosk1")
        page.goto("/kiosk/qinghe/take/?item=GA-HZ-002")
        page.click("summary:has-text('填手机号')")
        for digit in "13900008888":
            page.click(f"details[open] [data-key='{digit}']")
        page.click(".take-now")
        texts.append(page.inner_text("main"))
    assert "取好了" in texts[0]
    assert "请问导办" in texts[1]
    assert "A0" not in texts[1]


def test_a_call_is_on_the_board_at_once_and_spoken_once(
    hall: Any, visitor: Any, worker: Any
) -> None:
    page = visitor(BOARD, "board1")
    sounds: list[str] = []
    page.on("request", lambda r: sounds.append(r.url) if r.url.find("/voice/") > 0 else None)
    page.goto("/board/qinghe/")
    page.wait_for_selector("text=声音已开")
    page.wait_for_function("document.documentElement.dataset.liveState === 'on'")
    ticket = hall.take()
    worker.call_until(ticket["id"])
    page.wait_for_selector(f".now-call:has-text('{ticket['number']}')", timeout=1500)
    page.wait_for_timeout(1000)
    spoken = [url for url in sounds if f"/{ticket['number']}-1.wav" in url]
    assert len({url.split("?")[0] for url in spoken}) == 1
    worker.finish(ticket["id"])


def test_the_board_polls_without_the_stream_and_says_when_the_network_is_gone(
    hall: Any, visitor: Any, worker: Any
) -> None:
    page = visitor(BOARD, "board1")
    page.route("**/live?**", lambda route: route.abort())
    page.goto("/board/qinghe/")
    ticket = hall.take()
    worker.call_until(ticket["id"])
    page.wait_for_selector(f".now-call:has-text('{ticket['number']}')", timeout=5000)

    page.route("**/board/qinghe/now/", lambda route: route.abort())
    page.wait_for_selector("[data-live-status][data-state=off]", timeout=6000)
    assert "网络断了" in page.inner_text("footer")
    assert ticket["number"] in page.inner_text(".call-area")

    page.unroute("**/board/qinghe/now/")
    page.wait_for_selector("[data-live-status]:not([data-state=off])", state="attached")


def test_only_a_board_that_logged_in_shows_the_arrival_code(hall: Any, visitor: Any) -> None:
    stranger, machine = visitor(BOARD), visitor(BOARD, "board1")
    stranger.goto("/board/qinghe/")
    machine.goto("/board/qinghe/")
    assert "现场码" not in stranger.inner_text("footer")
    for _ in range(3):  # a minute may end between the page and the question
        if (code := hall.board()["code"]) == machine.inner_text("footer .arrive .num"):
            break
        machine.reload()
    else:
        raise AssertionError(f"the board does not show {code}")


def test_only_what_was_called_becomes_sound(hall: Any, visitor: Any) -> None:
    page = visitor(BOARD)
    page.goto("/board/qinghe/")
    assert page.request.get("/board/qinghe/voice/A999-1.wav").status == 404
    assert page.request.get("/board/qinghe/voice/test.wav").headers["content-type"] == "audio/wav"


def test_the_strip_over_a_counter_shows_its_call(hall: Any, visitor: Any, worker: Any) -> None:
    page = visitor(BOARD)
    page.goto("/board/qinghe/1/")
    ticket = hall.take()
    worker.call_until(ticket["id"])
    page.wait_for_selector(f".now-call:has-text('{ticket['number']}')", timeout=6000)
    worker.finish(ticket["id"])
    page.wait_for_selector("text=请看号等候", timeout=6000)
