from datetime import UTC, datetime

import pytest
from django.test import Client

from yichuang.kit.actors import Actor
from yichuang.kit.documents.codes import spoken
from yichuang.kit.documents.models import Document
from yichuang.kit.documents.services import issue_document
from yichuang.kit.events import write
from yichuang.kit.ids import new_id
from yichuang.kit.models import Event

from .factories import CONTENT, HALL, IDENTITY, NOTE, issued, keeper

pytestmark = pytest.mark.django_db


def test_page_of_a_document_says_it_is_genuine(client: Client) -> None:
    document = issued()
    page = client.get(f"/documents/{spoken(document.code).lower()}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "是真的" in text
    assert document.number in text
    assert IDENTITY not in text


def test_page_of_a_changed_document_says_it_cannot_be_used(client: Client) -> None:
    document = issued()
    Document.objects.filter(pk=document.pk).update(title="另一份")
    text = client.get(f"/documents/{document.code}/").content.decode()
    assert "不能使用" in text
    assert "是真的" not in text


def test_page_of_a_narrow_paper_shows_it_to_be_kept_on_the_phone(client: Client) -> None:
    narrow, wide = issued(NOTE), issued()
    shown = f'<img src="/documents/{narrow.code}/slip.png"'
    assert shown in client.get(f"/documents/{narrow.code}/").content.decode()
    assert "<img" not in client.get(f"/documents/{wide.code}/").content.decode()


def test_pdf_and_picture_open_by_the_code_and_nothing_else_does(client: Client) -> None:
    document = issued(NOTE)
    pdf = client.get(f"/documents/{document.code}/document.pdf?paper=a4")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-1.7")
    assert client.get(f"/documents/{document.code}/slip.png").content.startswith(b"\x89PNG")
    for path in ("/documents/0000000000000000/", f"/documents/{document.id}/document.pdf"):
        assert client.get(path).status_code == 404


def test_typed_code_leads_to_the_document_or_says_that_there_is_none(client: Client) -> None:
    document = issued()
    found = client.get("/documents/", {"code": spoken(document.code)})
    assert found["Location"] == f"/documents/{document.code}/"
    assert client.get("/documents/").status_code == 200
    unknown = client.get("/documents/", {"code": "<script>"})
    assert unknown.status_code == 404
    assert "&lt;script&gt;" in unknown.content.decode()


def test_api_verifies_for_strangers(client: Client) -> None:
    document = issued()
    found = client.get(f"/api/v1/documents/{document.code}").json()
    assert (found["state"], found["number"]) == ("valid", document.number)
    assert found["shown"][0] == {"label": "证号", "value": "1•• … ••X"}
    assert client.get("/api/v1/documents/nix").json()["code"] == "no_such_document"


READERS = {"good": keeper(HALL, "papers.read"), "other": keeper(new_id(), "papers.read")}
READERS["unfit"] = keeper()


def by_token(token: str, at: object) -> Actor | None:
    return READERS.get(token)


@pytest.mark.parametrize(
    ("token", "status"), [("", 302), ("other", 403), ("unfit", 403), ("good", 200)]
)
@pytest.mark.parametrize("name", ["document.pdf", "slip.png"])
def test_paper_when_somebody_is_named_on_it_then_only_for_staff_of_its_hall(
    settings, token: str, status: int, name: str
) -> None:
    settings.ACTOR_FOR_TOKEN = f"{__name__}.by_token"
    document = issued()
    client = Client(headers={"Authorization": f"Bearer {token}"} if token else {})
    answer = client.get(f"/documents/{document.code}/{name}")
    assert answer.status_code == status
    assert IDENTITY.encode() not in answer.content
    read = Event.objects.filter(name="document.read", subject=document.id)
    assert read.count() == (status == 200)


def test_page_when_somebody_is_named_on_the_paper_then_strangers_are_not_led_to_it(
    client: Client,
) -> None:
    document, sheet = issued(), issued(NOTE)
    assert "document.pdf" not in client.get(f"/documents/{document.code}/").content.decode()
    assert "document.pdf" in client.get(f"/documents/{sheet.code}/").content.decode()


def test_page_when_issued_in_another_zone_then_shows_the_time_on_the_paper(client: Client) -> None:
    at = datetime(2026, 11, 30, 20, 15, tzinfo=UTC)
    with write(HALL) as w:
        issue = {"actor": keeper(), "now": at, "timezone": "Asia/Urumqi"}
        document = issue_document(w, NOTE, CONTENT, **issue)
    assert "2026年12月01日 02:15" in client.get(f"/documents/{document.code}/").content.decode()


def test_page_when_a_value_is_long_then_it_stands_last_in_a_row_of_its_own(client: Client) -> None:
    long = "、".join(["道路运输从业资格证"] * 4)
    page = client.get(f"/documents/{issued(NOTE, text=long).code}/").content.decode()
    assert f'<div class="long"><dt>内容</dt><dd>{long}</dd></div></dl>' in page
    short = client.get(f"/documents/{issued(NOTE).code}/").content.decode()
    assert "<div><dt>内容</dt><dd>同意。</dd></div>" in short
