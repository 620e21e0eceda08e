"""Proofs of strangers: that they hold a ticket, and that they are in the hall.

What does not fit is counted per ticket, also though the request is undone. Past the hall's limit
no code is looked at for an hour: six digits are found by trying. A secret is not, and whoever
tries some shall not shut its holder out: only the wrong ones are turned away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import DomainError, Forbidden, Invalid, TooMany
from yichuang.kit.events import record_access, times_recorded

from .. import events
from ..arrival import code_fits
from ..models import Ticket
from ..permissions import ACT_FOR_HOLDER
from ..proofs import holds

WITHIN = timedelta(hours=1)


class Proofs:
    """Of one request. Kept by `proofs` once its transaction was undone."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor, self.now = actor, now
        self.failed: list[tuple[str, Ticket]] = []

    def holder(self, ticket: Ticket, secret: str) -> None:
        """Whoever has the secret, or staff and machines that may act for the holder.

        Refused: 403 wrong_secret, 429 too_many_attempts.
        """
        if self.actor.can(ACT_FOR_HOLDER, ticket.hall_id) or holds(ticket, secret):
            return
        if secret:
            self._limit(events.SECRET_FAILED, ticket)
            self.failed.append((events.SECRET_FAILED, ticket))
        raise Forbidden("wrong_secret", _("只有持号人可以这样做。请用取号的手机，或找导办。"))

    def presence(self, ticket: Ticket, code: str) -> None:
        """The hall's code of this minute or the last.

        Refused: 422 wrong_code, 429 too_many_attempts.
        """
        if code.strip():
            self._limit(events.CODE_FAILED, ticket)
        if code_fits(ticket.hall, code, self.now):
            return
        if code.strip():
            self.failed.append((events.CODE_FAILED, ticket))
        message = _("现场码不对或已变，请看大厅屏幕上的新码。")
        raise Invalid("wrong_code", message, fields={"code": message})

    def _limit(self, name: str, ticket: Ticket) -> None:
        since = self.now - WITHIN
        tried = times_recorded(ticket.hall_id, name, subject=ticket.id, since=since)
        if tried >= ticket.hall.failed_proofs_per_hour:
            raise TooMany("too_many_attempts", _("试错太多次，请过一小时再试，或找导办。"))


@contextmanager
def proofs(actor: Actor, now: datetime) -> Iterator[Proofs]:
    """Outside of the transaction that a refusal undoes."""
    found = Proofs(actor, now)
    try:
        yield found
    except DomainError:
        for name, ticket in found.failed:
            record_access(ticket.hall_id, name, subject=ticket.id, actor=actor, now=now)
        raise
