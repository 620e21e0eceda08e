"""Logins, failures and locks are recorded in the access stream; never what was typed."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

from yichuang.kit.actors import Actor
from yichuang.kit.clock import now
from yichuang.kit.events import record_access

from .events import LOGGED_IN, LOGIN_FAILED, LOGIN_LOCKED
from .models import User
from .queries import actor_for_user


def _known(username: str) -> str:
    """An account's name; a name nobody has may be a mistyped password and is not kept."""
    if "\0" in username:
        return "unknown"
    return username if User.objects.filter(username=username).exists() else "unknown"


def _attempt(event: str, username: str) -> None:
    someone = Actor(kind="citizen", key="")
    record_access(None, event, subject=_known(username), actor=someone, now=now())


@receiver(user_login_failed)
def note_failure(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    _attempt(LOGIN_FAILED, str(credentials.get("username") or credentials.get("login") or ""))


@receiver(user_locked_out)
def note_lock(sender: Any, username: str = "", **_: Any) -> None:
    _attempt(LOGIN_LOCKED, username or "")


@receiver(user_logged_in)
def note_login(sender: Any, user: User, **_: Any) -> None:
    actor = actor_for_user(user)
    record_access(actor.hall_id, LOGGED_IN, subject=user.pk, actor=actor, now=now())
