"""A real list, imported from the command line, gives tickets in every hall at once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from yichuang.catalogue import queries
from yichuang.tickets import services
from yichuang.tickets.tests.factories import NOW, House

pytestmark = pytest.mark.django_db


def _import(path):
    out = StringIO()
    call_command("import_items", str(path), stdout=out)
    return out.getvalue()


def test_import_when_some_rows_are_refused_then_told_by_line_and_the_others_give_tickets(tmp_path):
    house = House()
    file = tmp_path / "list.csv"
    file.write_text("name,itemCode\n取水许可,A/1\n,A-2\n护林,A-3\n", encoding="utf-8")
    with pytest.raises(CommandError, match="第3行：没有事项名称"):
        _import(file)
    found = [i for i in queries.all_items() if i.imported]
    assert [i.name for i in found] == ["取水许可", "护林"]
    for item in found:
        given = {"hall": house.hall, "item": item.code, "channel": "guide"}
        ticket = services.take_ticket(actor=house.guide(), now=NOW, **given).ticket
        assert ticket.item_id == item.id
        assert ticket.queue_id == house.queues["Z"].id


def test_import_when_run_twice_then_the_second_changes_nothing(tmp_path):
    House()
    file = tmp_path / "list.csv"
    file.write_text("name,itemCode\n取水许可,A-1\n", encoding="utf-8")
    assert "新增1，改动0，没变0，拒收0，提醒1；大厅新开办1" in _import(file)
    assert "新增0，改动0，没变1，拒收0，提醒1；大厅新开办0" in _import(file)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff", None])
def test_import_when_the_file_is_no_list_then_one_error(tmp_path, content):
    file = tmp_path / "list.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError):
        _import(file)
