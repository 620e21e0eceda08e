"""A manager stops the numbers of a queue, and lets them go on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.errors import Invalid, NotFound
from yichuang.kit.events import Writer, write
from yichuang.kit.numbering import free_numbers, hold_numbers
from yichuang.places.models import Queue

from .. import events
from ..permissions import STOP_QUEUE


def series_of(queue: Queue) -> str:
    """The serials of a queue, one series a day (kit.numbering)."""
    return f"ticket {queue.prefix}"


def stop_queue(*, actor: Actor, now: datetime, queue: Queue | UUID, reason: str) -> Queue:
    """No new numbers of this queue; the board shows the reason. Refused: 422 without a reason.

    Who has a number is waited for, who has none yet waits for the stop and is refused: after
    the stop's event there is no number's (docs/adr/0003-locks-of-tickets.md).
    """
    actor.require(STOP_QUEUE)
    reason = reason.strip()
    if not reason or len(reason) > 120:
        message = _("请写停号原因，120 字以内。")
        raise Invalid("reason_needed", message, fields={"reason": message})
    with write(actor.hall_id) as w:
        found = _locked_queue(queue, actor)
        found.stopped_at, found.stopped_reason = now, reason
        found.save(update_fields=["stopped_at", "stopped_reason"])
        day = hall_day(now, found.hall.timezone)
        hold_numbers(found.hall_id, series_of(found), day.isoformat(), found.pk)
        _tell_queue(w, found, events.QUEUE_STOPPED, actor, now, {"reason": reason})
    return found


def start_queue(*, actor: Actor, now: datetime, queue: Queue | UUID, reason: str = "") -> Queue:
    """Numbers again. Of a running queue: nothing."""
    actor.require(STOP_QUEUE)
    with write(actor.hall_id) as w:
        found = _locked_queue(queue, actor)
        if found.stopped_at is None:
            return found
        found.stopped_at, found.stopped_reason = None, ""
        found.save(update_fields=["stopped_at", "stopped_reason"])
        free_numbers(found.hall_id, found.pk)
        _tell_queue(w, found, events.QUEUE_STARTED, actor, now, {"reason": reason.strip()[:120]})
    return found


def _locked_queue(queue: Queue | UUID, actor: Actor) -> Queue:
    """Not FOR UPDATE: the commit of a new ticket, which holds the head of the events, would wait
    for it (its foreign key), and this transaction for the head."""
    queue_id = queue.pk if isinstance(queue, Queue) else queue
    rows = Queue.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("hall", "zone")
    found = rows.filter(pk=queue_id, hall_id=actor.hall).first()
    if found is None:
        raise NotFound("no_such_queue", _("没有这个队列。"))
    return found


def _tell_queue(
    w: Writer, queue: Queue, event: str, actor: Actor, now: datetime, data: dict[str, str]
) -> None:
    data = {"queue": queue.code, **{k: v for k, v in data.items() if v}}
    topics = [f"hall:{queue.hall.code}"]
    w.add(event, subject=queue.id, actor=actor, now=now, data=data, topics=topics)
