from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from yichuang.kit.clock import now
from yichuang.kit.documents import services, typesetting
from yichuang.kit.documents.fonts import font_set, wheel_folder
from yichuang.kit.documents.models import Document
from yichuang.kit.errors import NotFound, Refused

from .factories import HALL, MAY_VOID, NOTE, PAPER, TEMPLATE, issued, keeper

AT = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
BARE = font_set((wheel_folder(),))


def text_of(pdf: bytes) -> str:
    """Without spaces: the PDF has some between Chinese and digits that the text has not."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def set_in(text: str) -> typesetting.Typeset:
    data = {"title": "试验", "department": "公安局", "date": "今天", "text": text}
    return typesetting.pdf(TEMPLATE, data, at=AT, fonts=BARE)


def test_pdf_is_valid_and_its_text_can_be_read_out() -> None:
    made = set_in("买买提·阿不都热合曼 𬸚㼆〇")
    assert made.missing == ()
    assert "买买提·阿不都热合曼" in text_of(made.data).replace("・", "·")
    assert all(c in text_of(made.data) for c in "𬸚㼆〇")


def test_pdf_of_a_character_without_a_glyph_says_so_on_the_paper() -> None:
    made = set_in("王𫚈")
    assert made.missing == ("𫚈",)
    assert "〔U+2B688〕" in text_of(made.data)
    assert "字库缺字" in text_of(made.data)


def test_pdf_of_the_same_data_is_the_same_to_the_byte() -> None:
    assert set_in("一样").data == set_in("一样").data
    assert set_in("一样").data != set_in("两样").data


def test_pdf_takes_markup_in_the_data_as_text() -> None:
    assert "#panic[x]*b*$y$" in text_of(set_in("#panic[x] *b* $y$").data)


@pytest.mark.django_db
def test_render_pdf_of_a_numbered_document_stays_the_same_and_is_hashed() -> None:
    document = issued()
    first = services.render_pdf(document, now=now())
    kept = Document.objects.get(pk=document.pk)
    assert services.hashlib.sha256(first).hexdigest() == kept.pdf_hash
    assert services.render_pdf(kept, now=now()) == first
    assert document.number in text_of(first)


@pytest.mark.django_db
def test_render_pdf_of_a_void_document_is_marked() -> None:
    document = issued()
    services.render_pdf(document, now=now())
    void = services.void_document(
        actor=keeper(HALL, *MAY_VOID), now=now(), document=document, reason="写错了"
    )
    assert "作废" in text_of(services.render_pdf(void, now=now()))


@pytest.mark.django_db
def test_render_pdf_of_damaged_content_is_refused() -> None:
    document = issued()
    Document.objects.filter(pk=document.pk).update(title="另一份")
    document.refresh_from_db()
    with pytest.raises(Refused, match="document_damaged"):
        services.render_pdf(document, now=now())


@pytest.mark.django_db
def test_render_pdf_on_a_paper_that_the_kind_has_not_is_not_found() -> None:
    with pytest.raises(NotFound):
        services.render_pdf(issued(), now=now(), paper="a3")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [NOTE, PAPER])
def test_render_png_is_576_dots_wide(kind) -> None:
    picture = Image.open(BytesIO(services.render_png(issued(kind))))
    assert picture.width == 576
