"""A citizen's visit on a phone, from the first question to the rating."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

ITEM = "居民身份证有效期满换领"


def take_three_taps(page: Any) -> str:
    """Landing page → item → 现在取号 → 取号; the ticket's public id."""
    page.goto("/")
    page.click(f"text={ITEM}")
    page.click("a:has-text('现在取号')")
    page.click("button:has-text('取号')")
    assert "/t/" in page.url
    return str(page.url.split("/t/")[1].strip("/"))


def renew(page: Any) -> None:
    """As a live update does it; until the ticket has been put in anew."""
    page.evaluate("""() => new Promise((done) => {
      document.addEventListener('live:swapped', () => setTimeout(done, 50), {once: true});
      const part = document.getElementById('ticket');
      part.dataset.liveGet = part.dataset.liveGet.split('?')[0] + '?' + Date.now(); // past the ETag
      window.shell.refresh(part);
    })""")


@pytest.mark.parametrize("js", [True, False], ids=["with-js", "without-js"])
def test_a_visit_goes_from_the_landing_page_to_the_rating(
    hall: Any, visitor: Any, worker: Any, js: bool
) -> None:
    page = visitor(js=js)
    ticket = take_three_taps(page)
    assert "还没到大厅" in page.inner_text("#ticket")

    page.fill("[name=code]", "000000")
    page.click("text=我到了")
    assert "现场码不对" in page.inner_text("#ticket")

    said = page.locator(".errors")
    assert "现场码不对" in said.inner_text() and page.title().startswith("错误：")
    if js:
        renew(page)
    assert "现场码不对" in said.inner_text() and "现场码不对" in page.inner_text("#ticket")

    page.fill("[name=code]", hall.board()["code"])
    page.click("text=我到了")
    assert "前面最多" in page.inner_text("#ticket")
    assert not page.title().startswith("错误：") and said.count() == 0

    worker.call_until(ticket)
    if not js:
        page.reload()
    page.wait_for_selector(".ticket-turn")
    assert "轮到您了" in page.title()
    assert "1号窗口" in page.inner_text(".go").replace("\n", "").replace(" ", "")

    worker.finish(ticket)
    if not js:
        page.reload()
    page.wait_for_selector("text=这次办得怎么样")
    assert "办完了" in page.title() and "排队中" not in page.title()
    page.click("button:has-text('非常满意') >> nth=0")
    assert "评价收到了" in page.inner_text("#rate")
    page.click("#rate button:text-is('不满意')")
    assert page.locator("#rate [aria-pressed=true]").inner_text().strip() == "不满意"


def test_what_is_half_typed_stays_when_the_page_is_renewed_until_a_guide_says_so(
    hall: Any, visitor: Any
) -> None:
    page = visitor()
    ticket = take_three_taps(page)
    page.fill("[name=code]", "000000")
    page.click("text=我到了")
    page.fill("[name=code]", "12")
    page.locator("[name=code]").blur()
    renew(page)
    assert page.input_value("[name=code]") == "12"
    guide = hall.api("guide1")
    arrived = guide.post(f"/tickets/{ticket}/arrive", json={"code": ""})
    assert arrived.status_code == 200, arrived.text
    page.wait_for_selector("#code", state="detached")
    assert "排队中" in page.title()
    assert page.locator(".errors").count() == 0 and not page.title().startswith("错误：")
    assert guide.post(f"/tickets/{ticket}/cancel", json={}).status_code == 200


def test_the_page_turns_amber_within_five_seconds_of_the_call(
    hall: Any, visitor: Any, worker: Any
) -> None:
    page = visitor()
    ticket = take_three_taps(page)
    page.fill("[name=code]", hall.board()["code"])
    page.click("text=我到了")
    worker.call_until(ticket)
    page.wait_for_selector(".ticket-turn", timeout=5000)
    worker.finish(ticket)


def test_postponing_when_called_goes_back_into_the_line(
    hall: Any, visitor: Any, worker: Any
) -> None:
    page = visitor()
    page.goto(f"/items/GA-HZ-002/take/?code={hall.board()['code']}")
    page.click("button:has-text('取号')")
    ticket = page.url.split("/t/")[1].strip("/")
    worker.call_until(ticket)
    page.reload()
    page.click("text=来不及，往后排")
    assert "排队中" in page.inner_text("#ticket")


def test_cancelling_asks_once_and_gives_the_number_back(hall: Any, visitor: Any) -> None:
    page = visitor(js=False)
    take_three_taps(page)
    page.click("text=不办了，退号")
    page.click("button:has-text('退号')")
    assert "已退号" in page.inner_text("#ticket")


def test_another_browser_sees_the_ticket_but_can_neither_act_nor_rate(
    hall: Any, visitor: Any
) -> None:
    owner, stranger = visitor(), visitor()
    ticket = take_three_taps(owner)
    stranger.goto(f"/t/{ticket}/")
    assert owner.inner_text(".no") == stranger.inner_text(".no")
    assert stranger.locator("text=退号").count() == 0
    refused = stranger.request.post(f"/t/{ticket}/cancel/")
    assert refused.status == 403


def test_every_question_can_be_skipped_and_the_list_says_why(hall: Any, visitor: Any) -> None:
    page = visitor(js=False)
    page.goto("/items/GJJ-001/questions/")
    asked = 0
    while page.locator("button:has-text('跳过这题')").count():
        page.click("button:has-text('跳过这题')")
        asked += 1
    assert asked
    assert "我的材料清单" in page.inner_text("h1")
    skipped = page.locator(".rows li").count()

    page.goto("/items/GJJ-001/questions/")
    while page.locator("button:has-text('下一题')").count():
        page.locator("input[name=a]:not([type=hidden])").first.check()
        page.click("button:has-text('下一题')")
    assert page.locator(".rows li").count() <= skipped
    for line in page.locator(".rows li").all():
        assert any(word in line.inner_text() for word in ("都要", "因为", "如果", "不是必要"))
    assert page.locator("a:has-text('现在取号')").get_attribute("href").count("a=")


def test_a_question_without_an_answer_says_what_to_do(hall: Any, visitor: Any) -> None:
    page = visitor(js=False)
    page.goto("/items/GJJ-001/questions/")
    page.click("button:has-text('下一题')")
    assert "请选一个，或按“跳过这题”" in page.inner_text(".errors")
    drawn = page.locator("fieldset.field-bad > legend").evaluate(
        "(one) => getComputedStyle(one).float"
    )
    assert drawn == "left", "a legend in the border lets it begin in the heading's middle"


def test_questions_while_waiting_lead_back_to_the_ticket(hall: Any, visitor: Any) -> None:
    page = visitor(js=False)
    ticket = take_three_taps(page)
    page.click("text=我要带什么")
    while page.locator("button:has-text('跳过这题')").count():
        page.click("button:has-text('跳过这题')")
    page.click("text=回到我的号")
    assert page.url.endswith(f"/t/{ticket}/")


def test_everyday_words_find_the_item(hall: Any, visitor: Any) -> None:
    page = visitor(js=False)
    page.goto("/")
    page.fill("[name=q]", "身份证过期")
    page.click("button:has-text('查')")
    assert ITEM in page.locator(".rows-links li").first.inner_text()


def test_a_stopped_queue_gives_no_number_and_says_why(hall: Any, visitor: Any) -> None:
    queue = next(q for q in hall.board()["queues"] if q["prefix"] == "A")["id"]
    manager, page = hall.api("manager"), visitor(js=False)
    page.goto("/items/GA-HZ-002/take/")  # opened before, pressed after
    assert manager.post(f"/queues/{queue}/stop", json={"reason": "系统维护"}).status_code == 200
    try:
        page.click("button:has-text('取号')")
        assert "暂停取号" in page.inner_text(".errors")
        page.goto("/items/GA-HZ-002/")
        assert "系统维护" in page.inner_text("main")
        assert page.locator("a:has-text('现在取号')").count() == 0
        page.goto("/items/GA-HZ-002/take/")
        assert page.locator("button:has-text('取号')").count() == 0
        board = visitor({"width": 1920, "height": 1080})
        board.goto("/board/qinghe/")
        assert "停号：系统维护" in board.inner_text(".stops")
    finally:
        manager.post(f"/queues/{queue}/start", json={"reason": "好了"})


def test_who_already_waits_learns_only_to_ask_a_guide(hall: Any, visitor: Any) -> None:
    for expected in ("还没到大厅", "已经有号了"):
        page = visitor(js=False)
        page.goto("/items/GA-HZ-002/take/")
        page.click("summary:has-text('留手机号')")
        page.fill("[name=phone]", "13900005678")
        page.click("button:has-text('取号')")
        assert expected in page.inner_text("main")
    assert "请问导办" in page.inner_text(".errors")


@pytest.mark.parametrize(
    "address",
    ["/items/NO-SUCH/", f"/t/{'A' * 22}/", "/take/nothing/", "/kiosk/nowhere/"],
)
def test_what_is_not_there_is_said_in_words(hall: Any, visitor: Any, address: str) -> None:
    page = visitor(js=False)
    answer = page.goto(address)
    assert answer.status == 404
    assert "回到首页" in page.inner_text("body")


def test_a_double_click_on_the_very_first_visit_takes_one_number(visitor: Any) -> None:
    page = visitor(js=False)
    page.goto("/items/GA-HZ-002/take/")
    fields = {
        name: page.locator(f"#take [name={name}]").get_attribute("value")
        for name in ("csrfmiddlewaretoken", "_key")
    }
    answers = [
        page.request.post("/items/GA-HZ-002/take/", form=fields, max_redirects=0) for _ in range(2)
    ]
    assert answers[0].status == 302
    assert answers[0].headers["location"] == answers[1].headers["location"]
