"""Reading accounts: who is asking, and what they may do."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.kit.actors import Actor
from yichuang.kit.cursors import fetch_one
from yichuang.places.models import Counter, Hall

from .models import Membership, User
from .roles import permissions_of

_WHO_HOLDS = """
SELECT u.username, u.kind, u.shown_name, u.id, m.id, m.hall_id, m.roles
FROM people_apitoken t JOIN people_user u ON u.id = t.user_id
LEFT JOIN people_membership m ON m.user_id = u.id
WHERE t.hash = %s AND t.expires_at > %s AND u.is_active
ORDER BY m.id LIMIT 1
"""


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def actor_for_token(token: str, now: datetime) -> Actor | None:
    """Who holds this bearer token; None for an unknown, expired or locked one."""
    row = fetch_one(_WHO_HOLDS, [token_hash(token), now])
    if row is None:
        return None
    username, kind, name, user_id, membership_id, hall_id, roles = row
    return Actor(
        kind=kind,
        key=username,
        name=name or username,
        permissions=permissions_of(roles or ()),
        hall_id=hall_id,
        user_id=user_id,
        membership_id=membership_id,
    )


def actor_for_user(user: User) -> Actor:
    """The actor of a logged-in account, in its (first) hall."""
    member = Membership.objects.filter(user=user).order_by("id").first()
    return Actor(
        kind=user.kind,
        key=user.username,
        name=user.shown_name or user.username,
        permissions=permissions_of(member.roles if member else ()),
        hall_id=member.hall_id if member else None,
        user_id=user.pk,
        membership_id=member.pk if member else None,
    )


def staff_number(actor: Actor) -> str:
    """工号, for papers: no login, which may be made of a name. '' where none was given."""
    if actor.user_id is None:
        return ""
    found = User.objects.filter(pk=actor.user_id).values_list("staff_no", flat=True)
    return found.first() or ""


def account_names(usernames: Collection[str]) -> dict[str, str]:
    """Who stands behind an account; the account itself where it is gone or has no name."""
    rows = User.objects.filter(username__in=list(usernames))
    known = dict(rows.values_list("username", "shown_name"))
    return {username: known.get(username) or username for username in usernames}


def user_names(ids: Collection[str]) -> dict[str, str]:
    """By the account's key, as events of accounts name them."""
    rows = User.objects.filter(pk__in=[int(key) for key in ids if key.isdecimal()])
    found = rows.values_list("pk", "shown_name", "username")
    return {str(pk): name or username for pk, name, username in found}


def post_names(hall: Hall, ids: Collection[str]) -> dict[str, str]:
    """Whose post it is."""
    rows = Membership.objects.filter(hall=hall, pk__in=list(ids)).select_related("user")
    return {str(post.pk): post.user.shown_name or post.user.username for post in rows}


def hall_of(actor: Actor) -> Hall:
    """The hall somebody works in. Refused: 403 without a membership."""
    return Hall.objects.get(pk=actor.hall)


def approvers(hall: Hall) -> list[tuple[str, str]]:
    """(account, shown name) of who may approve an exception here."""
    rows = Membership.objects.filter(
        hall=hall, user__is_active=True, roles__overlap=["manager", "approver"]
    )
    names = rows.order_by("user__shown_name", "user__username")
    return [
        (m.user.username, m.user.shown_name or m.user.username)
        for m in names.select_related("user")
    ]


def post_of(actor: Actor) -> Membership | None:
    """What somebody is in the hall they work in, with hall and usual counter."""
    if actor.membership_id is None:
        return None
    rows = Membership.objects.select_related("hall", "counter__hall", "counter__zone")
    return rows.filter(pk=actor.membership_id).first()


def post_facts(post: Membership | None) -> dict[str, object]:
    """What stands in the addresses of screens (shell.navigation); {} without a post."""
    if post is None:
        return {}
    return {"hall": post.hall.code, "counter": post.counter.number if post.counter else None}


def usual_counter(actor: Actor) -> Counter | None:
    """Where a worker mostly sits, or a second screen stands."""
    post = post_of(actor)
    return post.counter if post else None


def accounts_of(hall_id: UUID) -> QuerySet[User]:
    """Those with a post in this hall, and those made here that have no post yet."""
    posts = Membership.objects.filter(user=OuterRef("pk"))
    mine = Exists(posts.filter(hall_id=hall_id)) | (Q(made_in_id=hall_id) & ~Exists(posts))
    return User.objects.filter(mine, is_superuser=False).order_by("username")


def free_accounts(hall_id: UUID) -> QuerySet[User]:
    """Of those the active ones without a post: one person works in one hall."""
    return accounts_of(hall_id).filter(kind="staff", is_active=True, memberships=None)


def kept_by(actor: Actor, user: User) -> bool:
    """Whether this administrator keeps the account: of the own hall, and of no other."""
    if actor.kind == "system":
        return True
    mine = accounts_of(actor.hall).filter(pk=user.pk).exists()
    return mine and not works_elsewhere(user, actor.hall)


def works_elsewhere(user: User, hall_id: UUID) -> bool:
    """Then no administrator of one hall may keep the account: it opens another hall, too."""
    return Membership.objects.filter(user=user).exclude(hall_id=hall_id).exists()
