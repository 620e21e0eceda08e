"""Writing accounts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import Invalid, NotFound
from yichuang.kit.events import write
from yichuang.kit.ids import new_secret
from yichuang.places.models import Counter, Hall, Queue
from yichuang.places.permissions import MANAGE

from .events import ACCOUNT_ADDED, TOKEN_MADE
from .models import ApiToken, Authorisation, Membership, User
from .queries import kept_by, token_hash
from .rules import why_roles_do_not_fit


def make_token(*, actor: Actor, now: datetime, username: str, days: int = 365) -> str:
    """A new bearer token of this account; shown once, kept as a hash.

    Refused: 403; 404 for no account, and for one that the actor's hall does not keep alone.
    """
    token = new_secret()
    with write(None) as w:
        user = User.objects.select_for_update().filter(username=username, is_active=True).first()
        actor.require(MANAGE)
        if user is None or not kept_by(actor, user):
            raise NotFound("no_such_account", _("没有这个账号：%(name)s") % {"name": username})
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
    Refused: 403; 422 for roles that do not fit together or the kind of account.
    """
    with write(hall.id) as w:
        actor.require(MANAGE, hall.id)
        why = why_roles_do_not_fit(roles, kind)
        if why:
            raise Invalid("roles_do_not_fit", why, fields={"roles": why})
        given: dict[str, Any] = {"kind": kind, "shown_name": name, "staff_no": staff_no}
        given |= {"made_in": hall, "password": password}
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
