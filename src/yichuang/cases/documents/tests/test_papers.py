from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from yichuang.cases.documents.receipt import RECEIPT, ReceiptData
from yichuang.cases.documents.sheet import SHEET, SheetData
from yichuang.kit.documents.fonts import font_set, wheel_folder
from yichuang.kit.documents.typesetting import pdf, png

AT = datetime(2026, 11, 23, 6, 5, tzinfo=UTC)
BARE = font_set((wheel_folder(),))
HEAD = {"title": "告知单", "code": "7K4Q-M2B6-9XTH-C3VN", "url": "http://x/d/", "number": ""}

SHEET_DATA = SheetData(
    hall="清河区政务服务大厅",
    department="公安局",
    item="居民身份证到期换领",
    told_at="2026年11月23日 14:05",
    scenarios=[{"question": "为什么要办？", "answer": "到期换领"}],
    missing_count=2,
    parties=[
        {
            "party": "申请人",
            "materials": [
                {"name": "旧居民身份证", "mark": "have", "how": "原件"},
                {"name": "照片回执", "mark": "missing", "note": "未带"},
                {"name": "居民户口簿", "mark": "free", "note": "联网核对"},
            ],
        },
        {
            "party": "监护人",
            "materials": [
                {"name": "居民身份证", "mark": "bring", "why": "不满 16 周岁"},
                {"name": "监护关系证明", "mark": "perhaps", "note": "年龄？"},
            ],
        },
    ],
    conditions=["本人到场"],
    flow=["取号", "到窗口核验"],
    facts=[["费用", "20 元"]],
    place="二楼东区",
    address="柳荫街 18 号",
    told_by="GA0017",
)
RECEIPT_DATA = ReceiptData(
    hall="清河区政务服务大厅",
    department="市场监督管理局",
    item="食品经营许可",
    applicant="买买提·阿不都热合曼𬸚",
    identity="居民身份证 1•• … ••X",
    case_number="990700200100-20261123-000012",
    received_at="2026年11月23日 14:05",
    date="2026年11月23日",
    materials=[{"name": f"第{i}份材料", "form": "复印件", "copies": 1} for i in range(40)],
)


def words(kind: Any, data: Any, paper: str) -> tuple[str, int]:
    given = {**data, **HEAD}
    options = {"paper": paper}
    made = pdf(kind.template, given, at=AT, words=kind.words, options=options, fonts=BARE)
    pages = PdfReader(BytesIO(made.data)).pages
    return "".join("".join(p.extract_text() for p in pages).split()), len(pages)


@pytest.mark.parametrize("paper", SHEET.papers)
def test_sheet_names_every_material_with_its_mark_and_reason(paper: str) -> None:
    text, pages = words(SHEET, SHEET_DATA, paper)
    assert pages == 1
    for party in SHEET_DATA["parties"]:
        for material in party["materials"]:
            assert material["name"] in text
    for word in ("已收", "缺", "免交", "要带", "看情况", "还差2样", "7K4Q-M2B6-9XTH"):
        assert word in text


def test_sheet_with_a_long_note_leaves_the_name_the_width_of_the_paper() -> None:
    name = "基本养老保险待遇核定表的原件"
    one = {"name": name, "mark": "missing", "note": "为什么缺：和身份证上的姓名不一致，也没有盖章"}
    data = SHEET_DATA | {"parties": [{"party": "", "materials": [one]}]}
    given = {**data, **HEAD}
    made = pdf(SHEET.template, given, at=AT, words=SHEET.words, options={"paper": "80mm"})
    lines = PdfReader(BytesIO(made.data)).pages[0].extract_text().splitlines()
    assert any(line.replace(" ", "").startswith(name) for line in lines), "on one line"


@pytest.mark.parametrize("paper", SHEET.papers)
def test_sheet_says_whose_phone_it_is(paper: str) -> None:
    number = {"phone": "0000-1"}
    text, _pages = words(SHEET, SHEET_DATA | number | {"phone_of": "公安局"}, paper)
    assert "咨询电话（公安局）：0000-1" in text
    assert "大厅0000-1" not in text, "it is not the hall's"
    text, _pages = words(SHEET, SHEET_DATA | number, paper)
    assert "咨询电话0000-1" in text, "sheets of earlier days"


def test_sheet_of_a_stop_has_its_words_and_no_list() -> None:
    text, _pages = words(SHEET, SHEET_DATA | {"parties": [], "stops": ["还没到时候。"]}, "80mm")
    assert "还没到时候。" in text
    assert "照片回执" not in text


def test_sheet_as_a_picture_is_576_dots_wide() -> None:
    given = {**SHEET_DATA, **HEAD}
    made = png(SHEET.template, given, words=SHEET.words, options={"paper": "80mm"})
    assert Image.open(BytesIO(made.data)).width == 576


def test_receipt_of_many_materials_goes_on_to_the_next_page_and_keeps_its_tail() -> None:
    text, pages = words(RECEIPT, RECEIPT_DATA, "a4")
    assert pages == 2
    assert "第39份材料" in text
    assert "申请人签名" in text
    assert "𬸚" in text


def test_receipt_shows_strangers_a_masked_name() -> None:
    shown = dict(RECEIPT.shown(dict(RECEIPT_DATA)))
    assert shown["申请人"] == "买****"
    assert RECEIPT_DATA["applicant"] not in str(shown)
