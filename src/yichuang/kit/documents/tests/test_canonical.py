from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.kit.documents.canonical import canonical_json, digest
from yichuang.kit.documents.codes import new_code, read_code, spoken

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(), VALUES))
def test_digest_does_not_depend_on_the_order_of_keys(value: dict[str, object]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


def test_canonical_json_sorts_by_utf16_as_rfc_8785_says() -> None:
    assert canonical_json({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'


def test_canonical_json_knows_moments_and_keys() -> None:
    value = {"at": datetime(2026, 11, 23, tzinfo=UTC), "id": UUID(int=1)}
    assert canonical_json(value) == (
        '{"at":"2026-11-23T00:00:00+00:00","id":"00000000-0000-0000-0000-000000000001"}'
    )


def test_canonical_json_of_a_lone_surrogate_is_no_error() -> None:
    assert canonical_json({"a": "x\ud800"}) == '{"a":"x\ufffd"}'


def test_canonical_json_of_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_json({"a": 1.5})


def test_code_is_read_as_people_type_it() -> None:
    code = new_code()
    assert read_code(spoken(code).lower()) == code
    assert read_code("OIL0" * 4) == "0110" * 4
    assert read_code("U" * 16) is None
    assert read_code("7K4Q") is None
