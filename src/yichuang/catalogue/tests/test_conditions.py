import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.catalogue.rules.grammar import NotACondition, parse

from . import kleene

_NAMES = ("a", "b", "c")


class Known:
    """A world of three roles, each true, false or not known."""

    def __init__(self, values: dict[str, bool | None]) -> None:
        self.values = values

    def chosen(self, question: str, option: str) -> bool | None:
        return self.values[f"{question}={option}"]

    def fact(self, name: str) -> bool | int | None:
        return self.values[f"fact.{name}"]

    def has_role(self, role: str) -> bool | None:
        return self.values[role]


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("a & b", {"a": True, "b": None}, None),
        ("a & b", {"a": False, "b": None}, False),
        ("a | b", {"a": True, "b": None}, True),
        ("a | b", {"a": False, "b": None}, None),
        ("not a", {"a": None}, None),
        ("not not a", {"a": True}, True),
        ("a | b & c", {"a": True, "b": False, "c": False}, True),
        ("(a | b) & c", {"a": True, "b": False, "c": False}, False),
        ("not a & b", {"a": False, "b": False}, False),
        ("q.x=1|q.x=y", {"x=1": False, "x=y": True}, True),
        ("fact.age<16", {"fact.age": 15}, True),
        ("fact.age <= 16", {"fact.age": 16}, True),
        ("fact.age>16", {"fact.age": 16}, False),
        ("fact.age>=16", {"fact.age": 16}, True),
        ("fact.age=16", {"fact.age": 17}, False),
        ("fact.age<16", {"fact.age": None}, None),
        ("  fact.m  ", {"fact.m": False}, False),
        ("not(a)", {"a": False}, True),
    ],
)
def test_condition_when_evaluated_then_follows_kleene(text, values, expected):
    assert parse(text).holds(Known(values)) is expected


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "a &", "a b", "& a", "(a", "a)", "q.x", "q.=y", "q.x=", "fact.", "fact.x<",
        "fact.x<y", "not", "a || b", "a && b", "q.x==y", "a=1", "fact.x<1.5", "且", "a;b",
        "fact.x < 99999999999", "(" * 30 + "a" + ")" * 30, "not " * 40 + "a", "q.not=a",
        "fact.x != 1", "q x=y", "a\0b",
    ],
)  # fmt: skip
def test_condition_when_it_breaks_the_grammar_then_refused(text):
    with pytest.raises(NotACondition):
        parse(text)


_texts = st.recursive(
    st.sampled_from(_NAMES),
    lambda inner: st.one_of(
        inner.map(lambda t: f"not {t}" if t in _NAMES else f"not ({t})"),
        st.tuples(inner, st.sampled_from(["&", "|"]), inner).map(lambda t: f"({' '.join(t)})"),
        st.tuples(inner, st.sampled_from([" & ", " | "]), inner).map(lambda t: "".join(t)),
    ),
    max_leaves=8,
)
_truths = st.fixed_dictionaries({n: st.sampled_from([True, False, None]) for n in _NAMES})


@settings(max_examples=200, deadline=None)
@given(_texts, _truths)
def test_condition_when_read_by_another_evaluator_then_the_same(text, values):
    worth = {True: 1.0, False: 0.0, None: kleene.UNKNOWN}
    expected = kleene.value_of(text, lambda name: worth[values[name]])
    assert parse(text).holds(Known(values)) is expected
