"""The pages of the last resort: the look of the house, and no question to the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from yichuang.project import errors


def page_after(error: Exception, path: str = "/items/X/", **sent: Any) -> HttpResponse:
    """As Django asks for it: inside the handling of what was raised."""
    try:
        raise error
    except type(error):
        return errors.server_error(RequestFactory().get(path, **sent))


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (RuntimeError("x"), 500, "系统出错了"),
        (OperationalError("gone"), 503, "系统正在恢复"),
    ],
)
def test_fault_when_nothing_else_helps_then_told_in_the_look_of_the_house(
    error: Exception, status: int, said: str
) -> None:
    answer = page_after(error)
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (status, True)
    assert "shell/built/citizen.css" in page
    assert "回到首页" in page


def test_fault_when_the_database_is_away_then_tried_again_by_itself() -> None:
    answer = page_after(OperationalError("gone"))
    assert answer["Retry-After"] == "5"
    assert 'http-equiv="refresh"' in answer.content.decode()
    assert 'http-equiv="refresh"' not in page_after(RuntimeError("x")).content.decode()


def test_fault_when_at_a_kiosk_then_in_its_size_and_back_to_its_start() -> None:
    page = page_after(RuntimeError("x"), "/kiosk/qinghe/take/").content.decode()
    assert "shell/built/kiosk.css" in page
    assert 'href="/kiosk/qinghe/"' in page


def test_fault_when_the_elder_friendly_mode_was_chosen_then_kept() -> None:
    assert (
        'data-mode="elder"'
        in page_after(RuntimeError("x"), HTTP_COOKIE="mode=elder").content.decode()
    )


def test_fault_when_the_look_is_not_there_either_then_in_words_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(request: object) -> dict[str, object]:
        raise FileNotFoundError("nothing was built")

    monkeypatch.setattr(errors, "shell", missing)
    page = page_after(RuntimeError("x")).content.decode()
    assert "系统出错了" in page
    assert "css" not in page


def test_fault_when_asked_by_the_api_then_a_problem_document() -> None:
    answer = page_after(OperationalError("gone"), "/api/v1/halls")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
