"""Writing ratings. Only who holds a key can; nobody of the staff ever does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.cursors import fetch_one
from yichuang.kit.errors import Forbidden, Invalid, NotFound, Refused
from yichuang.kit.events import record_access, write
from yichuang.kit.ids import new_timeless_id
from yichuang.kit.privacy import decrypt, encrypt, keyed_hash
from yichuang.people.models import Membership
from yichuang.tickets.models import Ticket, Visit

from . import events, rules
from .models import Rating, SecondScreenKey, opened_moment, sealed_moment
from .permissions import INVESTIGATE, SHOW_SECOND
from .tags import tags_for

RATINGS = "ratings"  # a stream of its own: between the hall's other events it tells its minute
_VISIT = """
SELECT v.id, v.hall_id, v.day, h.rating_hours, h.timezone, i.code, d.code
FROM tickets_visit v JOIN places_hall h ON h.id = v.hall_id
LEFT JOIN tickets_ticket t ON t.visit_id = v.id
LEFT JOIN catalogue_item i ON i.id = t.item_id
LEFT JOIN catalogue_department d ON d.id = i.department_id
WHERE v.rating_hash = %(hash)s
   OR v.id = (SELECT k.visit_id FROM feedback_secondscreenkey k
              WHERE k.key_hash = %(hash)s AND k.until > %(now)s
                AND NOT EXISTS (SELECT 1 FROM tickets_call c
                                JOIN tickets_ticket n ON n.id = c.ticket_id
                                WHERE c.hall_id = k.hall_id AND c.counter_id = k.counter_id
                                  AND c.called_at >= k.until - make_interval(secs => %(lasts)s)
                                  AND n.visit_id <> k.visit_id))
"""
# Given anew or corrected: one statement, so two at once are one. What is too late is undone.
# A correction keeps the words and tags that it does not name; tags only of levels they belong to.
_RATE = """
INSERT INTO feedback_rating AS r (id, hall_id, day, department, item_code, level, tags, comment,
  visit_sealed, key_hash, given_sealed, corrections)
VALUES (%(id)s, %(hall)s, %(day)s, %(department)s, %(item)s, %(level)s,
  coalesce(%(tags)s::varchar[], '{}'), coalesce(%(comment)s::text, ''),
  %(sealed)s, %(key)s, %(given)s, 0)
ON CONFLICT (hall_id, key_hash) DO UPDATE SET level = EXCLUDED.level,
  tags = coalesce(%(tags)s::varchar[],
    ARRAY(SELECT t FROM unnest(r.tags) WITH ORDINALITY AS kept (t, place)
          WHERE t = ANY(%(fitting)s::varchar[]) ORDER BY place)),
  comment = coalesce(%(comment)s::text, r.comment), corrections = r.corrections + 1
RETURNING given_sealed, corrections, tags
"""


def rate(
    *,
    actor: Actor,
    now: datetime,
    rating_key: str,
    level: int,
    tags: Sequence[str] | None = None,
    comment: str | None = None,
) -> dict[str, Any]:
    """The visit's rating, given or corrected: `{level, tags, corrected, given_at}`.

    None leaves what was given before: the words, and those tags that fit the level.
    Refused: 403 for staff and machines, 404 for a key that fits no visit (or has lapsed),
    409 too_late after the hall's hours, 422 for an unknown level or tag.
    """
    if actor.known:
        raise Forbidden("not_for_staff", _("评价只能由群众自己做。"))
    chosen, words = rules.checked(level, tags, comment)
    visit = _visit_of(rating_key, now)
    with write(visit["hall"], RATINGS) as w:
        values = visit | {
            "id": new_timeless_id(),
            "level": level,
            "tags": chosen,
            "fitting": [tag.code for tag in tags_for(level)],
            "comment": None if words is None else encrypt(words, "rating"),
            "sealed": encrypt(str(visit["visit"]), "visit"),
            "key": keyed_hash("rated visit", str(visit["visit"])),
            "given": sealed_moment(now),
        }
        row = fetch_one(_RATE, values)
        assert row
        given_at, corrected = opened_moment(row[0]), row[1] > 0
        if now > given_at + timedelta(hours=visit["hours"]):
            raise Refused("too_late", _("评价已过更正时间，谢谢您。"))
        # Hall and day alone, and no minute: nothing by which somebody could be found (§7).
        data = {"day": visit["day"].isoformat()}
        event = events.CORRECTED if corrected else events.RATED
        at = rules.day_begins(now, visit["zone"])
        w.add(event, subject=visit["hall"], actor=actor, now=at, data=data)
    return {"level": level, "tags": row[2], "corrected": corrected, "given_at": given_at}


def _visit_of(rating_key: str, now: datetime) -> dict[str, Any]:
    if not 20 <= len(rating_key) <= 64 or not rating_key.isascii():
        raise NotFound("no_such_key", _("这个评价链接不对或已失效。"))
    hash = keyed_hash("rating", rating_key)
    lasts = rules.SECOND_SCREEN_LASTS.total_seconds()
    row = fetch_one(_VISIT, {"hash": hash, "now": now, "lasts": lasts})
    if row is None:
        raise NotFound("no_such_key", _("这个评价链接不对或已失效。"))
    names = ("visit", "hall", "day", "hours", "zone", "item", "department")
    found = dict(zip(names, row, strict=True))
    return found | {"item": found["item"] or "", "department": found["department"] or ""}


def key_for_second_screen(*, actor: Actor, now: datetime, ticket: Ticket) -> str:
    """The key for the visit that just ended at this screen's counter: the same at every asking,
    void after 3 minutes or at the counter's next call. Only its hash is kept.

    Refused: 403 but for the second screen of that counter; 409 before the end and too late.
    """
    actor.require(SHOW_SECOND, ticket.hall_id)
    if ticket.state != "done" or ticket.counter_id is None:
        raise Refused("not_allowed", _("办完后才请评价。"), state=ticket.state)
    if _counter_of(actor) != ticket.counter_id:
        raise Forbidden("other_counter", _("这块客户屏不在这个窗口。"))
    until = (ticket.ended_at or now) + rules.SECOND_SCREEN_LASTS
    if until <= now:
        raise Refused("too_late", _("评价时间已过。"))
    key = keyed_hash("second screen", str(ticket.visit_id)).partition(":")[2]
    kept = SecondScreenKey(
        hall_id=ticket.hall_id,
        visit_id=ticket.visit_id,
        counter_id=ticket.counter_id,
        key_hash=keyed_hash("rating", key),
        until=until,
    )
    with write(ticket.hall_id):
        older = SecondScreenKey.objects.filter(hall_id=ticket.hall_id, counter_id=ticket.counter_id)
        older.exclude(visit_id=ticket.visit_id).delete()
        SecondScreenKey.objects.bulk_create([kept], ignore_conflicts=True)
    return key


def _counter_of(actor: Actor) -> UUID | None:
    """Where a second screen stands."""
    if actor.membership_id is None:
        return None
    rows = Membership.objects.filter(pk=actor.membership_id)
    return rows.values_list("counter_id", flat=True).first()


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
        data={"reason": reason.strip()[:200]},
    )
    return Visit.objects.get(pk=decrypt(found.visit_sealed, "visit"))
