"""Who may open a stream: a signed topic token, or the session of a browser."""

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from types import SimpleNamespace
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections, connection
from django.http import HttpRequest

from yichuang.kit.actors import Actor, citizen
from yichuang.people.models import User
from yichuang.people.queries import actor_for_user

from .topics import Followed, follow, read

# One thread, so one database connection however many come at once.
_THREAD = ThreadPoolExecutor(1, thread_name_prefix="live-access")


async def admit(
    topics: list[str], tokens: list[str], cookies: str, now: datetime
) -> list[Followed]:
    """What may be followed. Raises as topics.read and topics.follow do."""
    if tokens:
        return [read(topic, token, now) for topic, token in zip(topics, tokens, strict=True)]
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_THREAD, _by_session, topics, cookies)


def _by_session(topics: Iterable[str], cookies: str) -> list[Followed]:
    close_old_connections()
    try:
        connection.ensure_connection()
        actor = _actor(cookies)
        return [follow(topic, actor) for topic in topics]
    finally:
        close_old_connections()


def forget_connection() -> None:
    """Close the thread's database connection."""
    _THREAD.submit(lambda: connection.close()).result()  # that of the thread, not ours


def _actor(cookies: str) -> Actor:
    try:
        jar = SimpleCookie(cookies)
    except CookieError:
        return citizen()
    morsel = jar.get(settings.SESSION_COOKIE_NAME)
    if morsel is None:
        return citizen()
    session = import_module(settings.SESSION_ENGINE).SessionStore(morsel.value)
    # As for pages: a new password has ended the sessions of the old one.
    user = get_user(cast(HttpRequest, SimpleNamespace(session=session)))
    return actor_for_user(user) if isinstance(user, User) else citizen()


def by_hall(followed: Iterable[Followed]) -> dict[UUID, tuple[str, ...]]:
    out: dict[UUID, tuple[str, ...]] = {}
    for one in followed:
        out[one.hall_id] = (*out.get(one.hall_id, ()), one.topic)
    return out
