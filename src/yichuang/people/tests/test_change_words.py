"""What the record says of a change in the administration: fields and tables by Chinese words."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import translation
from django.utils.text import capfirst

from yichuang.kit.administration import Kept
from yichuang.kit.changed import CHANGE, tables
from yichuang.places.tests.factories import make_hall

from .factories import make_account

HAN = re.compile(r"[\u3400-\u9fff]")
KEPT = {m: page for m, page in admin.site._registry.items() if isinstance(page, Kept)}


def said(names: list[str]) -> str:
    return CHANGE["fields"].say(names, lambda _kind, key: key)


def noted(form, parents=()):
    """As django.contrib.admin notes them: untranslated. Keys of rows never change."""
    never = {"id", "DELETE", *parents}
    with translation.override(None):
        return [str(f.label or name) for name, f in form.fields.items() if name not in never]


def changeable(client, model):
    """Labels of the page of a row, and of the rows within it; of the model where none is there."""
    meta, row = model._meta, model.objects.first()
    if row is None:
        columns = [f for f in meta.fields if f.editable and f.name != "hall"]
        with translation.override(None):
            return [str(capfirst(column.verbose_name)) for column in columns]
    page = client.get(f"/admin/{meta.app_label}/{meta.model_name}/{row.pk}/change/")
    within = [f.formset for f in page.context["inline_admin_formsets"]]
    labels = noted(page.context["adminform"].form)
    return labels + [n for f in within for n in noted(f.empty_form, [f.fk.name])]


@pytest.fixture
def client(db):
    client = Client()
    client.force_login(make_account(make_hall(), "admin", "administrator"))
    return client


@pytest.mark.parametrize("model", sorted(KEPT, key=str), ids=lambda m: m._meta.model_name)
def test_field_when_changed_then_said_by_a_chinese_word(client, model):
    labels = changeable(client, model)
    assert labels
    bad = [label for label in labels if not HAN.search(said([label]))]
    assert not bad, f"give it a verbose name, or a word in kit/changed.py: {bad}"


@pytest.mark.parametrize("model", sorted(KEPT, key=str), ids=lambda m: m._meta.model_name)
def test_table_when_changed_then_said_by_a_chinese_word(model):
    assert HAN.search(str(tables()[model._meta.model_name]))


def test_password_when_changed_then_said_in_chinese():
    assert said(["password"]) == "密码"
