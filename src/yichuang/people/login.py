"""Logging in: accounts are made by administrators, never by sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from yichuang.kit.errors import TooMany
from yichuang.kit.web import error_page

from .landing import home_of
from .queries import actor_for_user, post_facts, post_of


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Everyone lands where their work is."""
        post = post_of(actor_for_user(request.user))  # type: ignore[arg-type]
        return home_of(post.roles if post else (), post_facts(post))


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """After five wrong passwords: the same words whether the account exists or not."""
    return error_page(
        request,
        TooMany("login_locked", _("密码连续输错 5 次，请 15 分钟后再试，或找管理员解锁。")),
    )
