"""Writing accounts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import NotFound
from yichuang.kit.events import write
from yichuang.kit.ids import new_secret
from yichuang.places.models import Counter, Hall, Queue
from yichuang.places.permissions import MANAGE

from .events import ACCOUNT_ADDED, TOKEN_MADE
from .models import ApiToken, Authorisation, Membership, User
from .queries import token_hash


def make_token(*, actor: Actor, now: datetime, username: str, days: int = 365) -> str:
    """A new bearer token of this account; shown once, kept as a hash. Unknown account: refused."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise NotFound("no_such_account", _("没有这个账号：%(name)s") % {"name": username})
    token = new_secret()
    with write(None) as w:
        ApiToken.objects.create(
            user=user,
            hash=token_hash(token),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        w.add(TOKEN_MADE, subject=user.pk, actor=actor, now=now, data={"account": username})
    return token


def add_account(
    *,
    actor: Actor,
    now: datetime,
    hall: Hall,
    username: str,
    name: str,
    roles: list[str],
    password: str,
    kind: str = "staff",
    staff_no: str = "",
    counter: Counter | None = None,
    queues: Iterable[Queue] = (),
) -> User | None:
    """A new account with its post in `hall`, authorised for `queues` from now on.

    `password` is already hashed. An account that is there is left as it is (None).
    """
    actor.require(MANAGE, hall.id)
    with write(hall.id) as w:
        given: dict[str, Any] = {"kind": kind, "shown_name": name, "staff_no": staff_no}
        given |= {"made_in": hall, "password": password, "is_staff": "administrator" in roles}
        user, added = User.objects.get_or_create(username=username, defaults=given)
        if not added:
            return None
        post = Membership.objects.create(hall=hall, user=user, roles=roles, counter=counter)
        Authorisation.objects.bulk_create(
            Authorisation(hall=hall, membership=post, queue=queue, valid_from=now)
            for queue in queues
        )
        w.add(
            ACCOUNT_ADDED,
            subject=user.pk,
            actor=actor,
            now=now,
            data={"account": username, "roles": roles},
        )
    return user


def keep_staff_flag(user: User) -> None:
    """Only administrators come into /admin/."""
    user.is_staff = Membership.objects.filter(user=user, roles__contains=["administrator"]).exists()
    user.save(update_fields=["is_staff"])
