"""Answers live in the address; an old or forged one must still open."""

from __future__ import annotations

from yichuang.catalogue.rules import Definition
from yichuang.portal.answers import Path, answer_words, read_path

ITEM = Definition.model_validate(
    {
        "id": "X-1",
        "name": "试验事项",
        "parties": {"applicant": "1"},
        "questions": [
            {
                "id": "photo",
                "text": "照片呢？",
                "options": [{"id": "site", "text": "现场拍"}, {"id": "own", "text": "带来"}],
            },
            {
                "id": "extra",
                "text": "还有什么？",
                "multiple": True,
                "min": 0,
                "options": [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}],
            },
        ],
    }
)


def test_answers_keep_the_order_of_asking() -> None:
    path = read_path(ITEM, ["photo~own", "extra~a", "extra~b"])
    assert path.scenarios == ("photo=own", "extra=a", "extra=b")
    assert path.asked == ("photo", "extra")
    assert path.query() == "?a=photo~own&a=extra~a&a=extra~b"


def test_a_skipped_question_is_asked_and_gives_no_scenario() -> None:
    path = read_path(ITEM, ["photo~"])
    assert (path.asked, path.scenarios) == (("photo",), ())


def test_none_of_these_is_an_answer_where_nothing_need_be_chosen() -> None:
    assert read_path(ITEM, ["extra~none"]).scenarios == ("extra=none",)
    assert read_path(ITEM, ["photo~none"]) == Path()


def test_the_last_answer_holds_where_one_may_be_chosen() -> None:
    assert read_path(ITEM, ["photo~site", "photo~own"]).scenarios == ("photo=own",)


def test_what_the_item_does_not_have_is_dropped() -> None:
    assert read_path(ITEM, ["gone~x", "photo~gone", "~", "x" * 400, "photo~site"]) == Path(
        (("photo", "site"),)
    )


def test_changing_an_answer_goes_back_to_it() -> None:
    path = read_path(ITEM, ["photo~own", "extra~a"])
    assert path.before("extra").scenarios == ("photo=own",)
    assert path.before("photo") == Path()


def test_answers_are_told_in_the_items_words() -> None:
    path = read_path(ITEM, ["photo~own", "extra~none"])
    assert [answer_words(q, path) for q in ITEM.questions] == ["带来", "都不是"]
