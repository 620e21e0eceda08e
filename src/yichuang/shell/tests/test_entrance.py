"""Logging in, and unknown addresses, stand in our own frame."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_login_page_is_ours_and_keeps_where_one_wanted_to_go(client: Client) -> None:
    html = client.get("/accounts/login/?next=/desk/").content.decode()
    assert "工作人员登录" in html
    assert 'class="input"' in html
    assert 'value="/desk/"' in html


def test_a_wrong_password_is_told_on_top_and_never_a_500(client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": "nobody", "password": "x" * 14})
    assert answer.status_code == 200
    assert 'class="errors"' in answer.content.decode()


def test_an_unknown_address_answers_in_words(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_an_unknown_address_of_the_api_answers_with_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/no-such-thing")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/problem+json")


def test_the_mode_is_kept_from_page_to_page(client: Client) -> None:
    client.get("/accounts/login/?mode=elder")
    assert 'data-mode="elder"' in client.get("/accounts/login/").content.decode()
