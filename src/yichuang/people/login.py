"""Logging in: accounts are made by administrators, never by sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from .queries import actor_for_user

_HOME = [
    ("tickets.serve", "/desk/"),
    ("tickets.guide", "/floor/"),
    ("office.see", "/office/"),
    ("places.manage", "/admin/"),
]


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Everyone lands where their work is."""
        actor = actor_for_user(request.user)  # type: ignore[arg-type]
        return next((url for permission, url in _HOME if actor.can(permission)), "/")
