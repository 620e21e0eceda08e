"""Writing accounts."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import NotFound
from yichuang.kit.events import write
from yichuang.kit.ids import new_secret

from .events import TOKEN_MADE
from .models import ApiToken, User
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
