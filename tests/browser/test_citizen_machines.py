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
        page.click("[data-panel][open] [data-close]")
        page.click("summary:has-text('替别人办')")
        page.click("[data-panel][open] .types > summary")
        page.click("[data-panel][open] label:has-text('手机号')")
        typed(page, theirs)
        assert page.locator("[name=relation]:checked").get_attribute("value") == "其他亲友"
        page.click("[data-panel][open] button:has-text('取号')")
        if page.locator(".errors").count():
            break
        assert "取好了" in page.inner_text("main")
        assert touches(page) == 2 + 11 + 5 + 11
    assert "请问导办" in page.inner_text(".errors"), "the second of them waits already"


@pytest.mark.parametrize("panel", ["填证件号", "填手机号", "替别人办", "需要优先"])
def test_an_open_panel_comes_down_to_a_wheelchairs_height(visitor: Any, panel: str) -> None:
    page = kiosk(visitor)
    page.goto("/kiosk/qinghe/take/?item=GA-HZ-002")
    page.click(f"summary:has-text('{panel}')")
    opened = page.locator("[data-panel][open]")
    before = opened.bounding_box()["y"]
    page.click("[data-low-toggle]")
    after, keys = opened.bounding_box(), opened.locator("[data-key='1']")
    assert after["y"] - before > 170
    assert after["y"] + after["height"] <= KIOSK["height"], "nothing is below the screen"
    if keys.count():
        assert keys.bounding_box()["y"] > KIOSK["height"] * 0.55


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


@pytest.mark.parametrize("mode", ["std", "elder"])
def test_no_page_of_the_kiosk_is_taller_than_its_screen(visitor: Any, mode: str) -> None:
    """Nobody has to find out that it scrolls; each thing to fill in has the screen to itself."""
    page = visitor(KIOSK, "kiosk1")
    tall = {}

    def look(what: str) -> None:
        if page.evaluate("document.documentElement.scrollHeight") > KIOSK["height"]:
            tall[what] = page.evaluate("document.documentElement.scrollHeight")

    for address in ("", "items/", "items/?department=GA", "help/"):
        page.goto(f"/kiosk/qinghe/{address}{'&' if '?' in address else '?'}mode={mode}")
        look(address)
    page.goto("/kiosk/qinghe/take/?purpose=ask")
    look("ask")
    page.goto("/kiosk/qinghe/take/?item=GA-HZ-002")
    for panel in page.locator("[data-panel]").all():
        panel.locator("> summary").click()
        page.wait_for_selector("[data-filling]")
        look(panel.locator("> summary").inner_text())
        assert page.locator("[data-panel][open] button:has-text('取号')").is_visible()
        if panel.locator(".types").count():
            panel.locator("[data-letters-toggle]").click()
            look("letters")
            panel.locator(".types > summary").click()
            look("papers")
            panel.locator("label:has-text('护照')").click()
            assert panel.locator("[data-type-word]").inner_text() == "护照"
            assert panel.locator("[data-keypad]").is_visible()
        panel.locator("[data-close]").click()
        page.wait_for_selector(".kiosk-form:not([data-filling])")
    page.click(".take-now")
    page.wait_for_selector(".yours .no")
    look("done")
    assert tall == {}


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
        page.click("[data-panel][open] button:has-text('取号')")
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


def test_a_stop_with_a_long_reason_is_never_cut_and_leaves_the_call_its_room(
    hall: Any, visitor: Any, worker: Any
) -> None:
    queues, manager = hall.board()["queues"], hall.api("manager")
    reasons = {
        q["id"]: f"{q['name']}网络检修，预计下午两点半恢复，急办请到二楼值班窗口"
        for q in queues[2:4]
    }
    reasons[queues[4]["id"]] = "停" * 120
    for queue, reason in reasons.items():
        assert manager.post(f"/queues/{queue}/stop", json={"reason": reason}).status_code == 200
    try:
        ticket = hall.take()
        worker.call_until(ticket["id"])
        page = visitor(BOARD, "board1")
        page.goto("/board/qinghe/")
        told = page.inner_text(".stops")
        assert all(reason in told for reason in reasons.values())
        within = page.evaluate(INSIDE, [".stops p", ".now-call .go", ".now-call .no"])
        assert within == []
        worker.finish(ticket["id"])
    finally:
        for queue in reasons:
            manager.post(f"/queues/{queue}/start", json={"reason": "好了"})


# What reaches beyond the box around it.
INSIDE = """all => all.flatMap(one => [...document.querySelectorAll(one)]).filter(e => {
  const own = e.getBoundingClientRect(), around = e.parentElement.getBoundingClientRect();
  return own.bottom > around.bottom + 1 || own.top < around.top - 1 || own.right > innerWidth;
}).map(e => e.className + ' ' + e.textContent.trim().slice(0, 20))"""


def test_first_screen_of_the_kiosk_tells_every_wait_beside_its_item_and_in_the_middle(
    visitor: Any,
) -> None:
    page = visitor(KIOSK, "kiosk1")
    page.goto("/kiosk/qinghe/?mode=std")
    places = page.evaluate(
        """() => [...document.querySelectorAll('.pad-six a')].filter(a => a.querySelector('span'))
        .map(a => [a.querySelector('b'), a.querySelector('span:not(.num)')])
        .map(both => both.map(e => e.getBoundingClientRect()))
        .map(([b, s]) => [s.left - b.right, Math.abs(s.top + s.bottom - b.top - b.bottom)])"""
    )
    assert len(places) == 5
    assert [one for one in places if one[0] < 0 or one[1] > 4] == []


def test_a_refusal_at_the_kiosk_is_as_large_as_the_kiosk_and_leads_back(visitor: Any) -> None:
    page = visitor(KIOSK, "kiosk1")
    answer = page.goto("/kiosk/qinghe/take/?item=NO-SUCH")
    assert answer.status == 404
    size = "parseFloat(getComputedStyle(document.querySelector('.fault h1')).fontSize)"
    assert page.evaluate(size) >= 48
    page.click("main >> text=回首页")
    assert page.url.endswith("/kiosk/qinghe/")


def _silent(page: Any) -> list[str]:
    """Announcements are of no length; the list of those that were asked for."""
    asked: list[str] = []
    sound = page.request.get("/board/qinghe/voice/test.wav").body()

    def answer(route: Any) -> None:
        if "test.wav" not in route.request.url:
            asked.append(route.request.url.rpartition("/")[2])
        route.fulfill(body=sound[:44] + sound[44:4454], content_type="audio/wav")

    page.route("**/board/qinghe/voice/*.wav*", answer)
    return asked


def _opened(visitor: Any) -> tuple[Any, list[str]]:
    page = visitor(BOARD, "board1")
    asked = _silent(page)
    page.goto("/board/qinghe/")
    page.wait_for_selector("text=声音已开")
    page.wait_for_selector("html[data-live-state=on]")
    return page, asked


QUIET = "() => board.waiting.length === 0 && !board.state().playing"


def _heard(page: Any, asked: list[str], number: str, times: int) -> None:
    """Within five seconds, and no more than that."""
    for _tenth in range(50):
        heard = sum(one.startswith(f"{number}-") for one in asked)
        if heard >= times and page.evaluate(QUIET):
            break
        page.wait_for_timeout(100)
    assert heard == times, asked


def test_a_number_that_was_passed_and_is_called_again_to_the_same_counter_is_spoken_again(
    hall: Any, visitor: Any, worker: Any
) -> None:
    page, asked = _opened(visitor)
    ticket, number = (taken := hall.take())["id"], taken["number"]
    worker.call_until(ticket)
    _heard(page, asked, number, 1)
    for times in (2, 3):
        worker.do(ticket, "recall")
        _heard(page, asked, number, times)
    assert worker.do(ticket, "pass").status_code == 200
    assert hall.api("guide1").post(f"/tickets/{ticket}/requeue", json={}).status_code == 200
    worker.call_until(ticket)
    _heard(page, asked, number, 4)
    worker.finish(ticket)


def test_four_calls_between_two_looks_of_the_board_are_all_spoken_oldest_first(
    hall: Any, visitor: Any, worker: Any
) -> None:
    page, asked = _opened(visitor)
    page.route("**/board/qinghe/now/", lambda route: route.abort())
    workers = [worker, *(hall.open(n) for n in (2, 3, 4))]
    for _ in workers:
        hall.take()
    called = [(n, one.call()) for n, one in enumerate(workers, 1)]
    page.unroute("**/board/qinghe/now/")
    numbers = [f"{view['number']}-{n}.wav" for n, view in called if view]
    for _tenth in range(100):
        if len(asked) >= 4 and page.evaluate(QUIET):
            break
        page.wait_for_timeout(100)
    assert asked == [f"{numbers[0]}?times=1", *(f"{one}?times=2" for one in numbers[1:])]
    for one in workers[1:]:
        one.close()


def test_a_board_whose_server_has_no_voice_says_so_and_speaks_when_it_is_back(
    hall: Any, visitor: Any, worker: Any
) -> None:
    page = visitor(BOARD, "board1")
    page.clock.install()
    page.route("**/board/qinghe/voice/*.wav*", lambda route: route.fulfill(status=503, body=""))
    page.goto("/board/qinghe/")
    page.wait_for_selector("text=声音没开")
    ticket = hall.take()
    worker.call_until(ticket["id"])
    page.wait_for_selector(f".now-call:has-text('{ticket['number']}')", timeout=6000)
    page.unroute("**/board/qinghe/voice/*.wav*")
    asked = _silent(page)
    page.clock.run_for(31_000)
    page.wait_for_selector("text=声音已开")
    _heard(page, asked, ticket["number"], 1)
    worker.finish(ticket["id"])
