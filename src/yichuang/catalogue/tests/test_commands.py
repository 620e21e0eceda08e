from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from .factories import item, text

pytestmark = pytest.mark.django_db


def _run(name, path):
    out = StringIO()
    call_command(name, str(path), stdout=out)
    return out.getvalue()


def test_load_catalogue_when_run_then_says_what_it_did(tmp_path):
    file = tmp_path / "catalogue.yaml"
    file.write_text(text(), encoding="utf-8")
    assert _run("load_catalogue", file).endswith("新增1，改动0，没变0，提醒0\n")
    file.write_text(text(item(name="改了名")), encoding="utf-8")
    said = _run("load_catalogue", file)
    assert "新版本 T-1：名称：试办事项 → 改了名" in said
    assert said.endswith("新增0，改动1，没变0，提醒0\n")


@pytest.mark.parametrize("content", [b"a: [", b"\xff\xfe", None])
def test_load_catalogue_when_the_file_is_no_good_then_one_error(tmp_path, content):
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError):
        _run("load_catalogue", file)


def test_load_catalogue_when_refused_then_every_finding_is_said(tmp_path):
    file = tmp_path / "catalogue.yaml"
    file.write_text(text(item(dept="XX", legal_basis=[])), encoding="utf-8")
    with pytest.raises(CommandError, match=r"2处.*(?s:.)*没有部门 XX|没有写依据"):
        _run("load_catalogue", file)


def test_load_catalogue_when_refused_then_its_warnings_are_said_too(tmp_path):
    file = tmp_path / "catalogue.yaml"
    wrong = item(dept="XX", contact={"enquiry": "12345", "complaint": "12345"})
    file.write_text(text(wrong), encoding="utf-8")
    with pytest.raises(CommandError, match=r"没有部门 XX\n提醒 T-1：咨询电话和投诉电话相同$"):
        _run("load_catalogue", file)
