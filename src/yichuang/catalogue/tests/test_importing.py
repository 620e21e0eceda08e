"""A list of made-up rows: what is refused, what is warned of, and that good rows go in."""

from datetime import timedelta

import pytest

from yichuang.catalogue import queries
from yichuang.catalogue.guides import guide
from yichuang.catalogue.importing import public_code, read_list
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.rules import requirements
from yichuang.catalogue.services import import_items, load_catalogue
from yichuang.kit.checkdigits import credit_sign
from yichuang.kit.errors import Forbidden, Invalid
from yichuang.kit.models import Event

from .factories import EDITOR, NOW, STRANGER, TODAY, text

HEAD = "department,main_item,name,areaCode,itemCode,taskType,deptCode"
BODY = "11999999MB0000001"
GOOD = BODY + credit_sign(BODY)
BAD = BODY + ("0" if GOOD[-1] != "0" else "1")


def _code(body, number=1):
    return f"519A{number:08d}00-519902000000-000-{body}-1-00"


def _row(name="挖渠许可", code=None, dept_code="", kind="1"):
    return f"区水务局,未分类,{name},519902000000,{code or _code(GOOD)},{kind},{dept_code}"


def _csv(*rows):
    return ("\n".join([HEAD, *rows]) + "\n").encode()


def _told(found):
    return [(told.line, told.code) for told in found]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (_row(code=_code(GOOD)), None),
        (_row(code=f"{GOOD}4990700100100"), None),
        (_row(code="X-1", dept_code=GOOD), None),
        (_row(code=_code(BAD)), "credit_code_wrong"),
        (_row(code=_code(GOOD.lower())), None),
        (_row(code=_code(GOOD[:17])), "credit_code_short"),
        (_row(code=_code("08337220")), "credit_code_short"),
        (_row(code=_code(GOOD[:17]), dept_code=GOOD), "credit_code_short"),
        (_row(code="X-1", dept_code="76726532-X"), "credit_code_short"),
        (_row(code="X-1", dept_code=BAD), "credit_code_wrong"),
        (_row(code="X-1"), "credit_code_missing"),
        (_row(code="X-000507-001-519902000000"), "credit_code_missing"),
    ],
)
def test_row_when_its_credit_code_is_odd_then_warned_and_taken(row, code):
    found = read_list(_csv(row))
    assert [r.name for r in found.rows] == ["挖渠许可"]
    assert _told(found.warnings) == ([(2, code)] if code else [])
    assert found.refused == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (_row(name=" "), "name_empty"),
        ("区水务局,,有名,,,1,", "code_empty"),
        ("区水务局,,有名", "code_empty"),
        (_row(name="第二个"), "code_repeated"),
    ],
)
def test_row_when_name_or_code_is_missing_or_repeated_then_that_row_alone_is_refused(row, code):
    found = read_list(_csv(_row(), row, _row(name="后面的", code=_code(GOOD, 9))))
    assert _told(found.refused) == [(3, code)]
    assert [r.name for r in found.rows] == ["挖渠许可", "后面的"]
    assert str(found.refused[0]).startswith("第3行：")


def test_line_when_a_cell_has_line_breaks_then_the_line_it_begins_on():
    rows = _csv('局,,"两\n行",,A-1,1,', "局,,,,A-2,1,", "", "局,,,,A-3,1,")
    found = read_list(rows)
    assert _told(found.refused) == [(4, "name_empty"), (6, "name_empty")]
    assert [r.name for r in found.rows] == ["两 行"]


@pytest.mark.parametrize(
    "data",
    [
        _csv(_row(name="\0控\x07制")),
        ("\ufeff" + HEAD + "\n" + _row() + "\n").encode(),
        (HEAD + "\r\n" + _row() + "\r\n").encode(),
        (HEAD + "\n" + _row() + "\n").encode("gb18030"),
        _csv(_row(name="𬸚" * 700)),
        _csv(_row(code="a/b?c=1")),
        _csv(_row(code="x" * 900)),
        _csv(_row() + ",多,出,来"),
    ],
)
@pytest.mark.django_db
def test_list_when_its_bytes_are_odd_then_still_taken(data):
    report = import_items(actor=EDITOR, now=NOW, data=data)
    assert (len(report.created), report.refused) == (1, [])
    assert len(queries.item_by_code(report.codes[0]).name) in (4, 3, 500)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a,b\n1,2\n",
        b"\xff\xfe\xff\xff",
        b"name\nx\n",
        ("x," * 9 + '"' + "y" * 200_000).encode(),
    ],
)
def test_list_when_it_is_no_list_then_refused_as_a_whole(data):
    with pytest.raises(Invalid):
        read_list(data)
    assert read_list(_csv(_row())).rows


@pytest.mark.django_db
def test_import_when_run_twice_then_the_second_changes_nothing():
    data = _csv(_row(), _row(name="", code="A-2"), _row(code=_code(BAD, 3)))
    first = import_items(actor=EDITOR, now=NOW, data=data)
    assert (len(first.created), len(first.refused), len(first.warnings)) == (2, 1, 1)
    again = import_items(actor=EDITOR, now=NOW + timedelta(days=1), data=data)
    assert (again.created, again.changed, again.unchanged) == ([], [], 2)
    assert (_told(again.refused), _told(again.warnings)) == (
        _told(first.refused),
        _told(first.warnings),
    )
    assert (Item.objects.count(), ItemVersion.objects.count(), Event.objects.count()) == (2, 2, 1)


@pytest.mark.django_db
def test_import_when_a_name_changed_then_a_new_version():
    import_items(actor=EDITOR, now=NOW, data=_csv(_row()))
    report = import_items(actor=EDITOR, now=NOW, data=_csv(_row(name="挖井许可")))
    assert report.changed == [_code(GOOD)]
    found = queries.item_by_code(_code(GOOD))
    assert (found.name, queries.current_version(found, NOW).version) == ("挖井许可", 2)


@pytest.mark.django_db
def test_import_when_a_code_is_one_of_our_items_then_that_row_is_refused():
    load_catalogue(actor=EDITOR, now=NOW, text=text())
    report = import_items(actor=EDITOR, now=NOW, data=_csv(_row(code="T-1"), _row(code="T-2")))
    assert _told(report.refused) == [(2, "code_repeated")]
    assert report.created == ["T-2"]
    assert not queries.item_by_code("T-1").imported


@pytest.mark.django_db
def test_imported_item_when_read_then_open_read_only_and_with_findings():
    import_items(actor=EDITOR, now=NOW, data=_csv(_row(code=_code(BAD))))
    found = queries.item_by_code(_code(BAD))
    assert found.imported
    assert found.department.name == "区水务局"
    assert len(queries.findings_of(found, NOW)) == 4
    definition = queries.definition_of(queries.current_version(found, NOW))
    assert definition.task_type_name == "行政许可"
    asked = requirements(definition, on=TODAY)
    assert (asked.lines, asked.stops, asked.unanswered) == ((), (), ())
    told = guide(definition, on=TODAY)
    assert (told.complete, told.facts.fee) == (False, "以窗口告知为准")


@pytest.mark.django_db
def test_import_when_the_actor_may_not_edit_then_refused():
    with pytest.raises(Forbidden):
        import_items(actor=STRANGER, now=NOW, data=_csv(_row()))
    assert import_items(actor=EDITOR, now=NOW, data=_csv(_row())).created


def test_code_when_it_does_not_fit_an_address_then_a_hash_that_stays():
    assert public_code(_code(GOOD)) == _code(GOOD)
    hashed = [public_code(code) for code in ("a/b", "a b", "中文", ".", "x" * 65)]
    assert len(set(hashed)) == 5
    assert all(code.startswith("x") and len(code) == 25 for code in hashed)
    assert hashed[0] == public_code("a/b")
