"""Cookies of a citizen's browser."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from yichuang.portal.secrets import keep_keys


def cookies(url: str, settings: Any) -> dict[str, bool]:
    """Which cookies are for encrypted connections only."""
    browser = Client()
    browser.get(f"{url}?mode=elder", headers={"X-Forwarded-Proto": "https"})
    answer = HttpResponse()
    keep_keys(RequestFactory().get("/"), answer, "t" * 22, "s", "r")
    return {m.key: bool(m["secure"]) for m in [*browser.cookies.values(), *answer.cookies.values()]}


@pytest.mark.django_db
@pytest.mark.parametrize("tls", [False, True])
def test_cookies_when_the_hall_is_behind_tls_then_every_one_is_for_it_alone(
    settings: Any, tls: bool
) -> None:
    settings.BEHIND_TLS = tls
    settings.CSRF_COOKIE_SECURE = settings.SESSION_COOKIE_SECURE = tls
    found = cookies("/accounts/login/", settings)
    assert {"mode", "csrftoken", "mine", f"t-{'t' * 22}"} <= set(found)
    assert set(found.values()) == {tls}
