from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from yichuang.catalogue import queries
from yichuang.catalogue.models import Item, ItemVersion, Package, PackageVersion
from yichuang.catalogue.services import import_items, load_catalogue, take_effect
from yichuang.kit.actors import SYSTEM
from yichuang.kit.errors import Forbidden, NotFound, Refused
from yichuang.kit.models import Event

from .factories import EDITOR, FILE, NOW, STRANGER, item, material, package, text

pytestmark = pytest.mark.django_db


def _load(given, actor=EDITOR, now=NOW):
    return load_catalogue(actor=actor, now=now, text=given)


def test_demonstration_when_loaded_twice_then_the_second_changes_nothing():
    given = FILE.read_text(encoding="utf-8")
    first = _load(given)
    assert (len(first.created), len(first.changed), first.warnings) == (48, {}.__len__(), [])
    events = Event.objects.count()
    assert events == 49
    again = _load(given)
    assert (again.created, again.changed, again.unchanged, again.anything) == ([], {}, 48, False)
    assert (Item.objects.count(), Package.objects.count()) == (40, 8)
    assert (ItemVersion.objects.count(), PackageVersion.objects.count()) == (40, 8)
    assert Event.objects.count() == events


def test_item_when_changed_then_a_new_version_says_what_changed():
    _load(text())
    changed = item(
        name="改了名", materials=[material(copies=2), material(code="T-1-M02", name="照片")]
    )
    report = _load(text(changed))
    assert report.changed == {
        "T-1": [
            "名称：试办事项 → 改了名",
            "材料 T-1-M01 申请表：份数：1 → 2",
            "材料 T-1-M02 照片：新增",
        ]
    }
    found = queries.item_by_code("T-1")
    version = queries.current_version(found, NOW)
    assert (found.name, version.version) == ("改了名", 2)
    assert version.changes == report.changed["T-1"]


def test_version_when_effective_later_then_the_old_one_is_in_force_until_then():
    _load(text())
    _load(text(item(name="新的", effective_from="2027-01-01T00:00:00+08:00")))
    found = queries.item_by_code("T-1")
    assert queries.current_version(found, NOW).version == 1
    later = NOW.replace(year=2027, month=1)
    assert queries.current_version(found, later).version == 2
    assert queries.version_on(found, later.date()).version == 2


LATER = {"effective_from": "2027-01-01T00:00:00+08:00"}
MOVED = {"name": "新的", "dept": "MZ", "handled_in": "elsewhere", "system": "外部系统"}
MOVED |= {"queue": {"prefix": "B", "mean_minutes": 5}}
MZ = [{"code": "GA", "name": "公安局"}, {"code": "MZ", "name": "民政局"}]


def _columns():
    found = queries.item_by_code("T-1")
    return (found.name, found.department.code, found.handled_in, found.prefix, found.mean_minutes)


def test_item_when_its_new_version_is_effective_later_then_lists_change_at_that_moment():
    _load(text())
    old = ("试办事项", "GA", "here", "A", 8)
    moved = text(item(**MOVED, **LATER), departments=MZ)
    _load(moved)
    assert _columns() == old
    assert take_effect(actor=SYSTEM, now=NOW) == 0
    _load(moved)
    assert _columns() == old
    at = datetime.fromisoformat(LATER["effective_from"])
    assert take_effect(actor=SYSTEM, now=at - timedelta(seconds=1)) == 0
    assert take_effect(actor=SYSTEM, now=at) == 1
    assert _columns() == ("新的", "MZ", "elsewhere", "B", 5)
    assert Event.objects.filter(name="item.began").count() == 1
    assert take_effect(actor=SYSTEM, now=at) == 0


def test_item_when_first_published_ahead_of_its_day_then_already_in_the_lists():
    _load(text(item(**LATER)))
    assert _columns() == ("试办事项", "GA", "here", "A", 8)


def test_item_when_loaded_after_its_moment_then_changed_at_once():
    _load(text())
    _load(text(item(**MOVED, **LATER), departments=MZ), now=NOW.replace(year=2027, month=2))
    assert _columns()[0] == "新的"


def test_versions_when_the_actor_may_not_edit_then_none_begins():
    with pytest.raises(Forbidden):
        take_effect(actor=STRANGER, now=NOW)


def test_version_when_asked_for_a_day_before_the_first_then_the_first():
    _load(text())
    found = queries.item_by_code("T-1")
    assert queries.version_on(found, NOW.replace(year=2020).date()).version == 1


def test_load_when_anything_is_refused_then_nothing_is_stored():
    bad = item(id="T-2", dept="XX", online={"depth": "IV", "visits": 1})
    with pytest.raises(Refused) as refused:
        _load(text(item(), bad))
    assert refused.value.code == "catalogue_refused"
    codes = [f["code"] for f in refused.value.extra["findings"] if f["level"] == "refusal"]
    assert codes == ["department_undeclared", "visits_at_depth_iv", "visit_without_reason"]
    assert not Item.objects.exists()
    assert not Event.objects.exists()
    assert _load(text(item(), item(id="T-2"))).created == ["T-1", "T-2"]


def test_load_when_the_actor_may_not_edit_then_refused():
    with pytest.raises(Forbidden):
        _load(text(), actor=STRANGER)
    assert _load(text()).created == ["T-1"]


def test_load_when_an_item_was_imported_then_it_is_read_only():
    import_items(actor=EDITOR, now=NOW, data="name,itemCode\n上级的,T-1\n".encode())
    with pytest.raises(Refused) as refused:
        _load(text())
    assert refused.value.extra["findings"][0]["code"] == "read_only"
    assert _load(text(item(id="T-2"))).created == ["T-2"]


def test_load_when_the_file_drops_an_item_then_it_stays_and_is_told():
    _load(text(item(), item(id="T-2")))
    assert _load(text()).kept == ["T-2"]
    assert Item.objects.count() == 2


def test_load_when_a_department_is_renamed_then_a_new_version_carries_the_name():
    _load(text())
    report = _load(text(departments=[{"code": "GA", "name": "公安分局"}]))
    assert list(report.changed) == ["T-1"]
    assert queries.item_by_code("T-1").department.name == "公安分局"


@pytest.mark.parametrize("statement", ["UPDATE %s SET version = 9", "DELETE FROM %s"])
@pytest.mark.parametrize("table", ["catalogue_itemversion", "catalogue_packageversion"])
def test_version_when_somebody_rewrites_it_then_the_database_refuses(table, statement):
    _load(text(packages=[package()]))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement % table)
    assert queries.current_version(queries.item_by_code("T-1"), NOW).version == 1


def test_definition_when_stored_then_the_same_rules_come_back():
    _load(text())
    version = queries.current_version(queries.item_by_code("T-1"), NOW)
    definition = queries.definition_of(version)
    assert definition.vocabulary.department == "公安局"
    assert queries.definition_of(queries.version_by_id(version.id)) is definition


def test_item_when_nobody_has_the_code_then_not_found():
    for code in ("T-9", "", "a\0b", "x" * 300, "../T-1"):
        with pytest.raises(NotFound):
            queries.item_by_code(code)


def test_packages_when_an_item_belongs_to_them_then_named():
    _load(text(packages=[package()]))
    assert [p["id"] for p in queries.packages_with("T-1", NOW)] == ["P-1"]
    assert queries.packages_with("T-2", NOW) == []
    assert [p.code for p in queries.packages()] == ["P-1"]


def test_prefixes_when_asked_then_in_the_catalogues_order():
    _load(text(item(id="T-2"), item()))
    assert list(queries.queue_prefixes().items()) == [("T-2", "A"), ("T-1", "A")]
    assert [i.code for i in queries.items_in(["T-1", "T-2"])] == ["T-2", "T-1"]
    assert [i.code for i in queries.all_items()] == ["T-2", "T-1"]
