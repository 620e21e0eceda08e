"""What a guide's press did, in a sentence."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yichuang.tickets import queries
from yichuang.tickets.models import Ticket

DONE = {
    "arrive": lambda: _("%(number)s 到了，排上队了。"),
    "return": lambda: _("%(number)s 回来了，下一个就叫。"),
    "cancel": lambda: _("%(number)s 取消了。"),
    "reprint": lambda: _("%(number)s 的纸号再打一次，请到打印机取。"),
    "urgent": lambda: _("%(number)s 加急了，下一个就叫。"),
    "requeue": lambda: _("%(number)s 带回队里了，%(when)s。"),
    "postpone": lambda: _("%(number)s 往后排了，%(when)s。"),
}


def done_words(action: str, ticket: Ticket, now: datetime) -> str:
    """`ticket`: as it is after the action."""
    words = {"number": ticket.number}
    if action in ("requeue", "postpone"):
        words["when"] = _when(ticket, now)
    return DONE[action]() % words


def _when(ticket: Ticket, now: datetime) -> str:
    left = queries.ahead_of(ticket, now).calls_left
    return _("再叫 %(n)s 个号后叫") % {"n": left} if left else _("轮到就叫")
