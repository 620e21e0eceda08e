from datetime import date

import pytest

from yichuang.catalogue.rules import age_on, birth_date, facts_of_identity

from .factories import TODAY


@pytest.mark.parametrize(
    ("kind", "number", "facts"),
    [
        (
            "resident_id",
            "110101201011240015",
            {"org": False, "no_card": False, "no_id": False, "age": 15},
        ),
        (
            "resident_id",
            "110101201011230015",
            {"org": False, "no_card": False, "no_id": False, "age": 16},
        ),
        ("resident_id", "110101209913990015", {"org": False, "no_card": False, "no_id": False}),
        ("resident_id", "", {"org": False, "no_card": False, "no_id": False}),
        (
            "household",
            "110101202001010015",
            {"org": False, "no_card": True, "no_id": False, "age": 6},
        ),
        ("household", "", {"org": False, "no_card": True}),
        ("uscc", "91110000600037341L", {"org": True}),
        ("passport", "E12345678", {"org": False}),
        ("none", "", {}),
        (None, "", {}),
    ],
)
def test_identity_when_read_then_only_what_is_certain(kind, number, facts):
    assert facts_of_identity(kind, number, TODAY) == facts


@pytest.mark.parametrize(
    "number",
    ["11010120101124001", "11010120101324001X", "１１０１０１２０１０１１２４００１Ｘ", "x" * 18],
)
def test_birth_date_when_unreadable_then_none(number):
    assert birth_date(number) is None


def test_age_when_born_on_29_february_then_full_on_1_march():
    born = date(2008, 2, 29)
    assert [age_on(born, date(2024, 2, 28)), age_on(born, date(2025, 3, 1))] == [15, 17]
