"""Topics, who may follow them, and the signed tokens that say so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor, citizen
from yichuang.kit.errors import Invalid, NotFound
from yichuang.places import queries as places
from yichuang.tickets import queries as tickets
from yichuang.tickets.permissions import SEE_COUNTERS

LASTS = timedelta(minutes=10)  # for opening a stream; an open one goes on
_SALT = "live-topic"
LONGEST = 80


@dataclass(frozen=True)
class Followed:
    topic: str
    hall_id: UUID


class Lapsed(Exception):
    """A token of ours that is too old: the page fetches a new one."""


def follow(topic: str, actor: Actor) -> Followed:
    """A topic this actor may follow. Halls and known tickets are public, counters the hall's own.

    Refused: 422 for no topic of ours, 404 for a thing that is not there, 401 or 403 for a
    counter of somebody else.
    """
    kind, _sep, name = topic.partition(":")
    if not name or len(topic) > LONGEST or "\0" in topic:
        raise Invalid("bad_topic", _("没有这个主题。"))
    if kind == "hall":
        return Followed(topic, places.hall_by_code(name).id)
    if kind == "counter":
        return _counter(name, actor)
    if kind == "ticket":
        return Followed(topic, tickets.get_ticket_for(citizen(), name).hall_id)
    raise Invalid("bad_topic", _("没有这个主题。"))


def _counter(name: str, actor: Actor) -> Followed:
    actor.require(SEE_COUNTERS)
    try:
        counter = tickets.get_counter_for(actor, UUID(name))
    except ValueError as error:
        raise NotFound("no_such_counter", _("没有这个窗口。")) from error
    return Followed(f"counter:{counter.pk}", counter.hall_id)


def sign(followed: Followed, now: datetime) -> tuple[str, datetime]:
    """The token and when it lapses."""
    value = f"{followed.topic}|{followed.hall_id.hex}|{int(now.timestamp())}"
    return signing.Signer(salt=_SALT).sign(value), now + LASTS


def read(topic: str, token: str, now: datetime) -> Followed:
    """What the token lets in. Raises Lapsed, or signing.BadSignature for a foreign one."""
    named, hall, made = signing.Signer(salt=_SALT).unsign(token).rsplit("|", 2)
    if named != topic:
        raise signing.BadSignature("made for another topic")
    if now - datetime.fromtimestamp(int(made), now.tzinfo) > LASTS:
        raise Lapsed
    return Followed(named, UUID(hall))
