"""Accounts in a small hall."""

from django.contrib.auth.hashers import make_password

from yichuang.kit.actors import SYSTEM
from yichuang.kit.clock import now
from yichuang.people.models import User
from yichuang.people.services import add_account
from yichuang.places.models import Hall

PASSWORD = "ming-tian-hui-geng-hao"


def make_account(hall: Hall, username: str, *roles: str, **more: object) -> User:
    user = add_account(
        actor=SYSTEM,
        now=now(),
        hall=hall,
        username=username,
        name=f"姓名{username}",
        roles=list(roles),
        password=make_password(PASSWORD),
        **more,
    )
    assert user
    return user
