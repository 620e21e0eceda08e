"""Numbers, seals, voids. The row lock of kit.numbering holds the series: with a plain
`SELECT max(serial) + 1` instead, the race below fails on the unique constraint."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from yichuang.kit.clock import now
from yichuang.kit.documents import queries, services
from yichuang.kit.documents.models import Document
from yichuang.kit.errors import Forbidden, Invalid, NotFound, Refused
from yichuang.kit.events import write
from yichuang.kit.events.models import Event

from .factories import CONTENT, HALL, IDENTITY, MAY_VOID, NOTE, PAPER, issued, keeper

THREADS = 32


@pytest.mark.django_db(transaction=True)
def test_issue_document_by_32_at_once_with_rollbacks_leaves_no_gap() -> None:
    barrier = Barrier(THREADS)

    def work(i: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            for again in range(3):
                with write(HALL) as w:
                    services.issue_document(w, PAPER, CONTENT, actor=keeper(), now=now())
                    if (i + again) % 4 == 0:
                        transaction.set_rollback(True)
                        w.rows.clear()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        for future in [pool.submit(work, i) for i in range(THREADS)]:
            future.result(timeout=60)
    serials = sorted(Document.objects.values_list("serial", flat=True))
    assert serials == list(range(1, THREADS * 3 * 3 // 4 + 1))
    seqs = Event.objects.filter(hall_id=HALL, stream="main").order_by("seq")
    assert list(seqs.values_list("seq", flat=True)) == list(range(1, len(serials) + 1))


@pytest.mark.django_db
def test_issue_document_numbers_each_department_kind_and_year_apart() -> None:
    numbers = [issued().number, issued().number, issued(department="税务局").number]
    year = now().year
    assert numbers == [f"公安局试〔{year}〕1号", f"公安局试〔{year}〕2号", f"税务局试〔{year}〕1号"]
    assert issued(NOTE).number == ""


@pytest.mark.django_db
def test_issue_document_outside_a_series_is_one_statement_and_one_event(
    django_assert_num_queries,
) -> None:
    with django_assert_num_queries(4):  # with the savepoint of the test's own transaction
        issued(NOTE)


@pytest.mark.django_db
def test_issue_document_keeps_no_personal_value_in_the_clear() -> None:
    document = issued()
    row = Document.objects.filter(pk=document.pk).values().get()
    assert IDENTITY not in str(row)
    assert IDENTITY not in str(list(Event.objects.values("data", "subject")))
    assert services.read_content(document)["identity"] == IDENTITY


@pytest.mark.django_db
def test_void_document_keeps_its_number_and_the_next_is_new() -> None:
    first = issued()
    may = keeper(HALL, *MAY_VOID)
    services.void_document(actor=may, now=now(), document=first, reason="写错了")
    assert queries.verify(first.code).state == "void"
    assert queries.verify(first.code).document.number == first.number
    assert issued().serial == first.serial + 1


@pytest.mark.django_db
def test_void_document_refuses_a_stranger_another_hall_twice_and_without_reason() -> None:
    document, may = issued(), keeper(HALL, *MAY_VOID)
    with pytest.raises(Forbidden):
        services.void_document(actor=keeper(), now=now(), document=document, reason="写错了")
    with pytest.raises(Forbidden):
        services.void_document(
            actor=keeper(document.id, *MAY_VOID), now=now(), document=document, reason="写错了"
        )
    with pytest.raises(Invalid):
        services.void_document(actor=may, now=now(), document=document, reason=" ")
    services.void_document(actor=may, now=now(), document=document, reason="写错了")
    with pytest.raises(Refused):
        services.void_document(actor=may, now=now(), document=document, reason="写错了")


@pytest.mark.django_db
def test_verify_shows_the_stranger_masked_values_only() -> None:
    found = queries.verify(issued().code)
    assert found.genuine
    assert found.shown == [("证号", "1•• … ••X"), ("内容", "同意。")]


@pytest.mark.django_db
def test_verify_of_an_unknown_code_is_not_found() -> None:
    for code in ("0000-0000-0000-0000", "x", "", "🙂" * 16):
        with pytest.raises(NotFound):
            queries.verify(code)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"title": "另一份"},
        {"number": "公安局试〔2026〕99号"},
        {"department": "税务局"},
        {"content_hash": "0" * 64},
        {"content": "k1:forged"},
    ],
)
def test_verify_finds_what_was_changed_behind_our_back(change: dict[str, str]) -> None:
    document = issued()
    assert queries.verify(document.code).state == "valid"
    Document.objects.filter(pk=document.pk).update(**change)
    found = queries.verify(document.code)
    assert (found.state, found.shown) == ("damaged", [])


@pytest.mark.django_db
def test_verify_finds_content_that_was_changed_together_with_its_hash() -> None:
    document, other = issued(), issued(text="不同意。")
    document.content = other.content
    content = services.json.loads(services.decrypt(other.content, "documents"))
    document.content_hash = services.digest(services.sealed(document, content))
    document.save()
    assert services.read_content(document)["text"] == "不同意。"
    assert queries.verify(document.code).state == "damaged"
