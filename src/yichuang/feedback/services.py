"""Writing ratings. Only who holds a key can; nobody of the staff ever does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import Forbidden, Invalid, NotFound, Refused
from yichuang.kit.events import record_access, write
from yichuang.kit.ids import new_id, new_secret
from yichuang.kit.privacy import decrypt, encrypt, keyed_hash
from yichuang.tickets.models import Ticket, Visit

from . import events, rules
from .models import Rating, SecondScreenKey
from .permissions import INVESTIGATE, SHOW_SECOND

_VISIT = """
SELECT v.id, v.hall_id, v.day, h.rating_hours, i.code, d.code
FROM tickets_visit v JOIN places_hall h ON h.id = v.hall_id
LEFT JOIN tickets_ticket t ON t.visit_id = v.id
LEFT JOIN catalogue_item i ON i.id = t.item_id
LEFT JOIN catalogue_department d ON d.id = i.department_id
WHERE v.rating_hash = %(hash)s
   OR v.id = (SELECT visit_id FROM feedback_secondscreenkey
              WHERE key_hash = %(hash)s AND until > %(now)s)
"""
# Given anew, corrected in time, or (no row) refused: one statement, so two at once are one.
_RATE = """
INSERT INTO feedback_rating AS r (id, hall_id, day, department, item_code, level, tags, comment,
  visit_sealed, key_hash, given_at, corrections)
VALUES (%(id)s, %(hall)s, %(day)s, %(department)s, %(item)s, %(level)s, %(tags)s, %(comment)s,
  %(sealed)s, %(key)s, %(now)s, 0)
ON CONFLICT (hall_id, key_hash) DO UPDATE SET level = EXCLUDED.level, tags = EXCLUDED.tags,
  comment = EXCLUDED.comment, corrections = r.corrections + 1
WHERE r.given_at >= %(now)s - make_interval(hours => %(hours)s)
RETURNING id, given_at, corrections
"""


def rate(
    *,
    actor: Actor,
    now: datetime,
    rating_key: str,
    level: int,
    tags: Sequence[str] = (),
    comment: str = "",
) -> dict[str, Any]:
    """The visit's rating, given or corrected: `{level, tags, corrected, until}`.

    Refused: 403 for staff and machines, 404 for a key that fits no visit (or has lapsed),
    409 too_late after the hall's hours, 422 for an unknown level or tag.
    """
    if actor.known:
        raise Forbidden("not_for_staff", _("评价只能由群众自己做。"))
    chosen, words = rules.checked(level, tags, comment)
    visit = _visit_of(rating_key, now)
    with write(visit["hall"]) as w:
        values = visit | {
            "id": new_id(),
            "level": level,
            "tags": chosen,
            "comment": encrypt(words, "rating"),
            "sealed": encrypt(str(visit["visit"]), "visit"),
            "key": keyed_hash("rated visit", str(visit["visit"])),
            "now": now,
        }
        with connection.cursor() as cursor:
            cursor.execute(_RATE, values)
            row = cursor.fetchone()
        if row is None:
            raise Refused("too_late", _("评价已过更正时间，谢谢您。"))
        corrected = row[2] > 0
        # Hall and day alone: nothing by which somebody could be found (domain.md §7).
        data = {"day": visit["day"].isoformat()}
        event = events.CORRECTED if corrected else events.RATED
        w.add(event, subject=visit["hall"], actor=actor, now=now, data=data)
    return {"level": level, "tags": chosen, "corrected": corrected, "given_at": row[1]}


def _visit_of(rating_key: str, now: datetime) -> dict[str, Any]:
    if not 20 <= len(rating_key) <= 64 or not rating_key.isascii():
        raise NotFound("no_such_key", _("这个评价链接不对或已失效。"))
    hash = keyed_hash("rating", rating_key)
    with connection.cursor() as cursor:
        cursor.execute(_VISIT, {"hash": hash, "now": now})
        row = cursor.fetchone()
    if row is None:
        raise NotFound("no_such_key", _("这个评价链接不对或已失效。"))
    names = ("visit", "hall", "day", "hours", "item", "department")
    found = dict(zip(names, row, strict=True))
    return found | {"item": found["item"] or "", "department": found["department"] or ""}


def key_for_second_screen(*, actor: Actor, now: datetime, ticket: Ticket) -> str:
    """A key for the visit that just ended at this counter; void after 3 minutes or at the next
    call (lapse_second_screen). Refused: 403 but for a second screen; 409 before the end.
    """
    actor.require(SHOW_SECOND, ticket.hall_id)
    if ticket.state != "done" or ticket.counter_id is None:
        raise Refused("not_allowed", _("办完后才请评价。"), state=ticket.state)
    until = (ticket.ended_at or now) + rules.SECOND_SCREEN_LASTS
    if until <= now:
        raise Refused("too_late", _("评价时间已过。"))
    key = new_secret()
    with write(ticket.hall_id):
        rows = SecondScreenKey.objects.filter(hall=ticket.hall_id, counter_id=ticket.counter_id)
        rows.delete()
        SecondScreenKey.objects.create(
            hall_id=ticket.hall_id,
            visit_id=ticket.visit_id,
            counter_id=ticket.counter_id,
            key_hash=keyed_hash("rating", key),
            until=until,
        )
    return key


def open_visit(*, actor: Actor, now: datetime, rating: UUID, reason: str) -> Visit:
    """Which visit a rating belongs to; opening it is recorded. Refused: 403, 404, 422."""
    actor.require(INVESTIGATE)
    if not reason.strip():
        raise Invalid("reason_needed", _("请写明原因。"), fields={"reason": _("请写明原因。")})
    found = Rating.objects.filter(pk=rating, hall_id=actor.hall).first()
    if found is None:
        raise NotFound("no_such_rating", _("没有这条评价。"))
    record_access(
        found.hall_id,
        events.OPENED,
        subject=found.id,
        actor=actor,
        now=now,
        data={"reason": json.dumps(reason.strip()[:200], ensure_ascii=False)},
    )
    return Visit.objects.get(pk=decrypt(found.visit_sealed, "visit"))
