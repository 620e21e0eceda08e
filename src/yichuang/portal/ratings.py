"""The rating part of my ticket: one tap gives it, tags and words are extra."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yichuang.feedback import queries
from yichuang.feedback.rules import LEVELS
from yichuang.feedback.tags import tags_for
from yichuang.kit.privacy import decrypt
from yichuang.tickets.models import Ticket

from .halls import local_time
from .secrets import Keys

ENDED = ("done", "expired", "cancelled")
ICONS = {5: "mood-happy", 4: "mood-smile", 3: "mood-empty", 2: "mood-sad", 1: "mood-cry"}


def rating_part(ticket: Ticket, keys: Keys, now: datetime) -> dict[str, Any] | None:
    """None before the visit ended, for whoever holds no key, and after the time to correct."""
    if ticket.state not in ENDED or not keys.rating:
        return None
    given = queries.own_rating(keys.rating)
    until = given.given_at + timedelta(hours=ticket.hall.rating_hours) if given else None
    if until and until < now:
        return None
    level = given.level if given else 0
    title = _("这次办得怎么样？") if ticket.state == "done" else _("没办成？给这次来打个分")
    return {
        "title": title,
        "level": level,
        "levels": [{"value": v, "label": word, "icon": ICONS[v]} for v, word in LEVELS.items()],
        "until": _("%(time)s 前还能改。") % {"time": _moment(until, ticket)} if until else "",
        "tags": [
            {"code": tag.code, "text": tag.text, "checked": tag.code in given.tags}
            for tag in tags_for(level)
        ]
        if given
        else [],
        "comment": decrypt(given.comment, "rating") if given else "",
    }


def _moment(until: datetime, ticket: Ticket) -> str:
    local = local_time(until, ticket.hall)
    words = {"month": local.month, "day": local.day, "time": f"{local:%H:%M}"}
    return _("%(month)s 月 %(day)s 日 %(time)s") % words
