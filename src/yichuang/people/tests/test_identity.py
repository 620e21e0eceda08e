import pytest

from yichuang.kit.checkdigits import resident_sign
from yichuang.people.identity import MAX_NAME, TYPES, check, name_fits, normal

GOOD = {
    "resident_id": [
        "11010519491231002X",
        "11010519491231002x",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
    "temporary_id": ["11010519491231002X"],
    "household": ["440524188001010014"],
    "hmt_residence": ["83000019900101123" + resident_sign("83000019900101123")],
    "hk_macao_permit": ["H12345678", "M1234567801"],
    "taiwan_permit": ["12345678", "1234567801", "1234567801D"],
    "passport": ["E12345678", "EA1234567", "AB123456"],
    "foreign_residence": [
        "ABC123456789012",
        "91012319900101123" + resident_sign("91012319900101123"),
    ],
    "military": ["军字第1234567号"],
    "uscc": ["91110000600037341L"],
    "none": ["", "whatever"],
}
BAD = [
    ("resident_id", "110105194912310021", "identity_check_digit"),
    ("resident_id", "11010519491231002", "identity_shape"),
    ("resident_id", "", "identity_empty"),
    ("uscc", "911100006000373410", "identity_check_digit"),
    ("uscc", "9111", "identity_shape"),
    ("hmt_residence", "11010519491231002X", "identity_check_digit"),
    ("hk_macao_permit", "X12345678", "identity_shape"),
    ("taiwan_permit", "1234", "identity_shape"),
    ("passport", "护照", "identity_shape"),
]


def test_every_type_has_a_good_example():
    assert set(GOOD) == set(TYPES)


@pytest.mark.parametrize(("kind", "number"), [(k, n) for k, ns in GOOD.items() for n in ns])
def test_number_when_right_then_no_warning(kind, number):
    assert check(kind, number) is None


@pytest.mark.parametrize(("kind", "number", "code"), BAD)
def test_number_when_wrong_then_a_warning_and_never_an_error(kind, number, code):
    warning = check(kind, number)
    assert warning
    assert warning.code == code
    assert warning.detail


def test_type_when_unknown_then_an_error_of_the_caller():
    with pytest.raises(KeyError):
        check("library_card", "1")


def test_number_when_typed_in_many_ways_then_one_hash():
    assert {normal(n) for n in GOOD["resident_id"]} == {"11010519491231002X"}


@pytest.mark.parametrize(
    "name",
    [
        "王",
        "古丽娜尔·买买提",
        "买买提·" * 12 + "吐尔逊",
        "𠮷田",
        "\U00031350",
        "\ue863",
        "O'Neil Jr.",
        "x" * MAX_NAME,
    ],
)
def test_name_when_long_rare_or_dotted_then_taken(name):
    assert name_fits(name)


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "a\nb", "a\u202eb", "x" * (MAX_NAME + 1)])
def test_name_when_blank_control_or_endless_then_not(name):
    assert not name_fits(name)
