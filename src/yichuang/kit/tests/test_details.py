"""How the data of events is said."""

import pytest

from yichuang.kit.events import About, declare, details, subject_words
from yichuang.kit.events.details import (
    count,
    counts,
    day,
    each_of,
    flag,
    minutes,
    named,
    numbered,
    one_of,
    plain,
)

WORDS = {"red": "红", "2": "二"}
SAID = declare(
    "trial.said",
    "说了一次",
    about=About("thing", key="thing"),
    data={
        "reason": plain("原因"),
        "thing": named("东西", "thing"),
        "n": count("共", "项"),
        "seconds": minutes("用时"),
        "on": day("哪天"),
        "at": numbered("窗口", "%(n)s 号窗口"),
        "loud": flag("播报", "出声", "不出声"),
        "again": flag("补打", "是"),
        "colour": one_of("颜色", lambda: WORDS),
        "colours": each_of("各色", lambda: WORDS),
        "states": counts("核对", lambda: WORDS),
    },
)


def names(kind, key):
    return f"<{kind} {key}>"


def said(**data):
    return details(SAID, data, names)


def test_value_when_said_then_with_its_label_and_in_words():
    assert said(n=3, seconds=545, on="2026-03-02", at=7) == [
        ("共", "3 项"),
        ("用时", "9 分钟"),
        ("哪天", "2026年3月2日"),
        ("窗口", "7 号窗口"),
    ]
    assert said(colour="red", colours=["red", 2], states={"red": 1, 2: 4}) == [
        ("颜色", "红"),
        ("各色", "红、二"),
        ("核对", "红 1，二 4"),
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "不到 1 分钟"), (20, "不到 1 分钟"), (59, "不到 1 分钟"), (60, "1 分钟"), (545, "9 分钟")],
)
def test_time_when_under_a_minute_then_not_said_to_be_none(seconds, words):
    assert said(seconds=seconds) == [("用时", words)]


def test_flag_when_it_has_no_word_for_no_then_left_out():
    assert said(loud=True, again=True) == [("播报", "出声"), ("补打", "是")]
    assert said(loud=False, again=False) == [("播报", "不出声")]


def test_order_when_written_otherwise_then_as_declared_and_empty_ones_left_out():
    assert said(n=1, reason="群众要求") == [("原因", "群众要求"), ("共", "1 项")]
    assert said(reason="") == []


def test_value_when_of_no_word_or_key_that_is_known_then_never_a_code():
    assert said(colour="mauve", forgotten={"a": 1}) == [("颜色", "别的")]
    assert details("trial.forgotten", {"a": 1}, names) == []


def test_subject_when_its_data_names_it_then_nobody_looks_it_up():
    assert subject_words(SAID, "some-uuid", {"thing": "x"}, names) == "<thing x>"
    assert subject_words(SAID, "some-uuid", {}, names) == "<thing some-uuid>"
    assert said(thing="x") == [], "not said twice"
