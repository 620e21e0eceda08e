"""Every page and part renders; icons, fields and errors are tied together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from yichuang.shell import errors, mode

from . import gallery

PARTS = Path(__file__).parents[1] / "templates/shell/parts"
EXAMPLES = Path(__file__).parent / "templates/examples"


def draw(text: str, **values: object) -> str:
    return Template("{% load shell %}" + text).render(Context(values))


@pytest.mark.parametrize("kind", ["std", "elder"])
@pytest.mark.parametrize("name", gallery.ALL)
def test_a_page_has_one_main_one_title_and_a_skip_link(name: str, kind: str) -> None:
    html = gallery.page(name, kind)
    assert f'data-mode="{kind}"' in html
    assert html.count("<main") == 1
    assert html.count('id="main"') == 1
    assert 'href="#main"' in html
    assert re.search(r"<title>[^<]+</title>", html)
    assert "{{" not in html


def test_every_part_is_shown_in_the_examples() -> None:
    used = set(re.findall(r'{% part "(\w+)"', "".join(p.read_text() for p in EXAMPLES.iterdir())))
    tags = {"field", "choices", "errors"}  # drawn by {% field %} and {% errors %}
    assert {p.stem for p in PARTS.iterdir()} - used - tags == set()


def test_an_icon_is_hidden_beside_a_word_and_named_alone() -> None:
    assert 'aria-hidden="true"' in draw('{% icon "ticket" %}')
    assert 'role="img" aria-label="号"' in draw('{% icon "ticket" "号" %}')


def test_an_icon_that_is_not_listed_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"icons\.txt"):
        draw('{% icon "no-such-icon" %}')


def test_text_in_a_number_is_escaped() -> None:
    assert draw("{% num n %}", n="<b>") == '<span class="num">&lt;b&gt;</span>'


class Phone(forms.Form):
    phone = forms.CharField(label="手机号", help_text="轮到您时发短信")


def test_a_wrong_field_is_tied_to_its_error_and_hint() -> None:
    html = draw("{% errors form %}{% field form.phone %}", form=Phone({}))
    assert 'href="#id_phone"' in html
    assert 'aria-describedby="id_phone-hint id_phone-error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count('id="id_phone-hint"') == 1


def test_a_right_form_has_no_summary() -> None:
    form = Phone({"phone": "1"})
    assert draw("{% errors form %}", form=form) == ""
    assert "aria-invalid" not in draw("{% field form.phone %}", form=form)


@pytest.mark.parametrize("status", sorted(errors.WORDS))
def test_an_error_says_what_and_what_next(status: int) -> None:
    title, following = errors.words(status)
    assert title
    assert all(len(part) <= 25 for part in re.split("[。，]", following))


@pytest.mark.parametrize(("status", "like"), [(418, 400), (502, 500)])
def test_an_error_without_words_borrows_them(status: int, like: int) -> None:
    assert errors.words(status) == errors.words(like)


@pytest.mark.parametrize(
    ("query", "cookie", "expected"),
    [
        ("", "", "std"),
        ("mode=elder", "", "elder"),
        ("", "elder", "elder"),
        ("mode=std", "elder", "std"),
        ("mode=<script>", "nonsense", "std"),
    ],
)
def test_mode_comes_from_the_address_then_the_cookie(
    query: str, cookie: str, expected: str
) -> None:
    request = RequestFactory().get("/?" + query)
    request.COOKIES[mode.COOKIE] = cookie
    assert mode.mode_of(request) == expected


@pytest.mark.parametrize(("query", "kept"), [("mode=elder", "elder"), ("mode=x", None), ("", None)])
def test_mode_is_kept_only_when_asked_for(query: str, kept: str | None) -> None:
    from django.http import HttpResponse

    middleware = mode.ModeMiddleware(lambda _: HttpResponse("ok"))
    response = middleware(RequestFactory().get("/?" + query))
    cookie = response.cookies.get(mode.COOKIE)
    assert (cookie.value if cookie else None) == kept
    assert "Cookie" in response["Vary"]


def test_the_other_mode_keeps_what_the_address_asks_for() -> None:
    from yichuang.shell.context import shell

    values = shell(RequestFactory().get("/?q=身份证&mode=elder"))
    assert values["elder"] is True
    assert str(values["other_mode_url"]).endswith("&mode=std")
    assert "q=" in str(values["other_mode_url"])
