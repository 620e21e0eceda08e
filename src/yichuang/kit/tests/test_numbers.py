"""Keys, serial numbers and check digits."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction

from yichuang.kit.checkdigits import credit_fits, credit_sign, resident_fits, resident_sign
from yichuang.kit.ids import new_id, new_public_id, new_secret
from yichuang.kit.numbering import NUMBERED, free_numbers, hold_numbers, next_number


def test_ids_when_made_then_ordered_by_time_and_long_enough():
    ids = [new_id() for _ in range(200)]
    assert ids == sorted(ids)
    assert {i.version for i in ids} == {7}
    assert len({new_public_id() for _ in range(1000)}) == 1000
    assert len(new_public_id()) * 6 >= 128
    assert len(new_secret()) * 6 >= 192


@pytest.mark.django_db(transaction=True)
def test_serials_when_32_threads_take_and_some_roll_back_then_no_double_and_no_gap():
    hall, kept, lock = uuid4(), [], threading.Lock()

    def take(number):
        for turn in range(5):
            try:
                with transaction.atomic():
                    serial = next_number(hall, "A", "2026-11-23")
                    if (number + turn) % 4 == 0:
                        raise InterruptedError
            except InterruptedError:
                continue
            with lock:
                kept.append(serial)
        connection.close()

    threads = [threading.Thread(target=take, args=(n,)) for n in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert len(kept) == 120


@pytest.mark.django_db
def test_serials_when_of_another_series_period_or_hall_then_each_begins_at_one():
    hall = uuid4()
    rows = [(hall, "A", "1"), (hall, "B", "1"), (hall, "A", "2"), (uuid4(), "A", "1")]
    assert [next_number(*row) for row in rows] == [1, 1, 1, 1]
    assert next_number(*rows[0]) == 2


# The example of GB 11643-1999, and one that ends in X.
@pytest.mark.parametrize(
    "number", ["11010519491231002X", "440524188001010014", "11010519491231002x"]
)
def test_resident_number_when_its_sign_fits_then_accepted(number):
    assert resident_fits(number)


@pytest.mark.parametrize("first17", ["83000019900101123", "91012319900101123", "99999999999999999"])
def test_resident_number_when_of_an_unknown_region_then_judged_by_its_sign_alone(first17):
    sign = resident_sign(first17)
    assert resident_fits(first17 + sign)
    assert not resident_fits(first17 + ("1" if sign != "1" else "2"))


@pytest.mark.parametrize("number", ["", "1", "11010519491231002", "1101051949123100２X", "A" * 18])
def test_resident_number_when_shaped_wrong_then_not(number):
    assert not resident_fits(number)


# Published codes of public bodies.
@pytest.mark.parametrize("code", ["91110000600037341L", "91350100M000100Y43", "91350100m000100y43"])
def test_credit_code_when_its_sign_fits_then_accepted(code):
    assert credit_fits(code)


def test_credit_code_when_any_single_sign_is_changed_then_not():
    code = "91110000600037341L"
    for place in range(17):
        other = "2" if code[place] != "2" else "3"
        assert not credit_fits(code[:place] + other + code[place + 1 :]), place


@pytest.mark.parametrize("code", ["", "91110000600037341", "9111000060003734IL", "９" * 18])
def test_credit_code_when_shaped_wrong_then_not(code):
    assert not credit_fits(code)


def test_credit_sign_when_computed_then_every_remainder_has_one():
    signs = {credit_sign(f"{n:017d}") for n in range(400)}
    assert len(signs) == 31


@pytest.mark.django_db
def test_held_serials_when_asked_for_another_then_given_and_when_freed_then_go_on():
    hall, stopped, other = uuid4(), uuid4(), uuid4()

    def numbered(subject, day="2026-11-23"):
        with connection.cursor() as cursor:
            ask = f"{NUMBERED} SELECT (SELECT last FROM numbered)"
            cursor.execute(ask, [hall, "A", day, subject])
            return cursor.fetchone()[0]

    hold_numbers(hall, "A", "2026-11-23", stopped)
    assert [numbered(stopped), numbered(other), numbered(stopped)] == [None, 1, None]
    assert numbered(stopped, "2026-11-24") == 1
    free_numbers(hall, stopped)
    assert [numbered(stopped), numbered(other)] == [2, 3]
