import pytest

from yichuang.catalogue import queries
from yichuang.catalogue.searching import ranked
from yichuang.catalogue.services import import_items, load_catalogue

from .factories import EDITOR, NOW, demonstration, some_of_it

ENTRIES = [(i.id, i.name, i.theme, i.vocabulary.department) for i in demonstration().items.values()]
CODES = ("GA-HZ-002", "GJJ-001", "GJJ-002", "ZR-003")
# What people say, and the item they mean: written without a look at the word lists.
SAID = {
    "身份证": "GA-HZ-002",
    "我的身份证快过期了怎么办": "GA-HZ-002",
    "给宝宝上户口": "GA-HZ-001",
    "生了孩子要报户口": "GA-HZ-001",
    "把老公的户口迁过来": "GA-HZ-003",
    "爷爷去世了注销户口": "GA-HZ-004",
    "外地人办居住证": "GA-HZ-005",
    "护照": "GA-CR-001",
    "护照丢了": "GA-CR-001",
    "去香港旅游": "GA-CR-002",
    "驾照到期换证": "GA-CG-001",
    "驾驶证换证": "GA-CG-001",
    "买了新车要上牌": "GA-CG-002",
    "刻公司公章": "GA-YZ-001",
    "社保卡丢了补办": "RS-SB-001",
    "医保卡坏了": "RS-SB-001",
    "我要退休": "RS-SB-002",
    "失业了领钱": "RS-SB-003",
    "自己交养老保险": "RS-SB-004",
    "丧葬费": "RS-SB-005",
    "劳务派遣": "RS-JY-001",
    "给孩子交医保": "YB-001",
    "在外地看病报销": "YB-002",
    "生育津贴": "YB-003",
    "取公积金": "GJJ-001",
    "租房提取公积金": "GJJ-001",
    "公积金贷款买房": "GJJ-002",
    "二手房过户": "ZR-001",
    "房子抵押登记": "ZR-002",
    "开无房证明": "ZR-003",
    "注册公司": "SJ-001",
    "开公司": "SJ-001",
    "办个体户营业执照": "SJ-002",
    "开饭店要什么证": "SJ-003",
    "公司注销": "SJ-004",
    "二手房交税": "SW-001",
    "领发票": "SW-002",
    "打个税完税证明": "SW-003",
    "领结婚证": "MZ-001",
    "申请低保": "MZ-002",
    "残疾人补贴": "MZ-003",
    "生育登记": "WJ-001",
    "准生证": "WJ-001",
    "理发店卫生许可": "WJ-002",
    "孩子的出生证明": "WJ-003",
    "货车营运证": "JT-001",
    "教师资格证": "JY-001",
    "办残疾证": "CL-001",
}


@pytest.mark.parametrize(("said", "meant"), SAID.items())
def test_search_when_said_in_everyday_words_then_among_the_first_three(said, meant):
    assert meant in ranked(ENTRIES, said)[:3]


def test_search_when_all_are_said_then_mostly_the_very_first():
    first = [said for said, meant in SAID.items() if ranked(ENTRIES, said)[0] == meant]
    assert len(first) / len(SAID) >= 0.9


@pytest.mark.parametrize("said", ["xyzzy", "？？", "的", "🚕", "a" * 5000])
def test_search_when_nothing_fits_then_empty_and_no_error(said):
    assert ranked(ENTRIES, said) == []


def test_search_when_the_code_is_typed_then_that_item():
    assert ranked(ENTRIES, "gjj-001")[0] == "GJJ-001"


@pytest.mark.django_db
def test_search_when_no_words_then_all_in_the_given_order():
    load_catalogue(actor=EDITOR, now=NOW, text=some_of_it(*CODES))
    codes = ["ZR-003", "GA-HZ-002", "GJJ-001"]
    assert queries.search(codes, "  ") == codes
    assert queries.search(codes, "公积金") == ["GJJ-001"]
    assert queries.search([], "公积金") == []


@pytest.mark.django_db
def test_search_when_an_item_was_imported_then_found_by_its_words():
    data = (
        "department,name,itemCode\n区教科体局,教师资格证书补发、换发,A-1\n区水务局,取水许可,A-2\n"
    )
    import_items(actor=EDITOR, now=NOW, data=data.encode())
    assert queries.search(["A-1", "A-2"], "教师资格证丢了") == ["A-1"]


@pytest.mark.django_db
def test_search_when_asked_then_one_query(django_assert_num_queries):
    load_catalogue(actor=EDITOR, now=NOW, text=some_of_it(*CODES))
    for codes in (["GJJ-001"], ["GJJ-001", "GJJ-002", "ZR-003"]):
        with django_assert_num_queries(1):
            queries.search(codes, "公积金")
