"""Back into the line, out of it, or to another place: everything that is not a plain call."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import Invalid, Refused
from yichuang.kit.events import write
from yichuang.kit.ids import new_id
from yichuang.places.models import Counter, CounterQueue, Queue

from .. import events
from ..flow import CALLED, FLOW
from ..models import Ticket
from ..rules import queue_at
from .claims import already_waiting, claim_refused, live_key_of
from .locking import (
    LEFT,
    counter_of,
    hall_of,
    leave_counter,
    locked,
    own_counter,
    release_claims,
    step,
)
from .proving import proofs

_PLACE = ("in_line", "skipped_at", "front", "front_at", "directed_to", "moved_at")
SKIPPED = (*_PLACE, "skips", "counts_from")
FIRST_IN_LINE = _PLACE


def requeue(*, actor: Actor, now: datetime, ticket: Ticket | str, reason: str = "") -> Ticket:
    """A passed ticket is brought back by guide, worker or kiosk, with its old time.

    It is called again after three further calls of its queue since it was passed, or at once
    when none waits. From the second time on its minutes begin anew.
    """
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        t.in_line, t.moved_at = False, now
        if t.skips >= 2:
            t.counts_from = now
        return step(
            w, t, "requeue", events.REQUEUED, actor=actor, now=now, fields=SKIPPED, reason=reason
        )


def postpone(
    *, actor: Actor, now: datetime, ticket: Ticket | str, secret: str = "", reason: str = ""
) -> Ticket:
    """The holder cannot come yet: three places back, also when just called.

    Refused: 403 wrong_secret, 409 not_allowed, 429 too_many_attempts.
    """
    with proofs(actor, now) as proof, write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        proof.holder(t, secret)
        FLOW.check(t, "postpone", actor=actor)
        fields = [*SKIPPED]
        if t.state == CALLED:
            leave_counter(t, now, "postponed")
            fields += LEFT
        t.in_line, t.skipped_at, t.skips = False, now, t.skips + 1
        t.moved_at = now
        t.front, t.front_at, t.directed_to = "", None, None
        if t.skips >= 2:
            t.counts_from = now
        return step(
            w, t, "postpone", events.POSTPONED, actor=actor, now=now, fields=fields, reason=reason
        )


def cancel(
    *, actor: Actor, now: datetime, ticket: Ticket | str, secret: str = "", reason: str = ""
) -> Ticket:
    """The holder gives the number back. Refused: 403 wrong_secret, 409 not_allowed,
    429 too_many_attempts.
    """
    with proofs(actor, now) as proof, write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        proof.holder(t, secret)
        FLOW.check(t, "cancel", actor=actor)
        t.ended_at = now
        fields = ["ended_at", *release_claims(t)]
        return step(
            w, t, "cancel", events.CANCELLED, actor=actor, now=now, fields=fields, reason=reason
        )


def hold(*, actor: Actor, now: datetime, ticket: Ticket | str, reason: str = "") -> Ticket:
    """Set aside half-way (a form to fill in): the counter can call somebody else meanwhile."""
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "hold", actor=actor)
        own_counter(t, actor)
        leave_counter(t, now, "held")
        return step(w, t, "hold", events.HELD, actor=actor, now=now, fields=LEFT, reason=reason)


_RESUME = """
WITH taken AS (
  UPDATE tickets_counterstate SET current_ticket_id = %(ticket)s
  WHERE counter_id = %(counter)s AND membership_id = %(membership)s AND state = 'open'
    AND current_ticket_id IS NULL
  RETURNING counter_id
)
INSERT INTO tickets_call (id, hall_id, ticket_id, queue_id, counter_id, membership_id, called_at,
  outcome, resumed)
SELECT %(call)s, %(hall)s, %(ticket)s, %(queue)s, counter_id, %(membership)s, %(now)s, '', true
FROM taken
"""


def resume(*, actor: Actor, now: datetime, ticket: Ticket | str, reason: str = "") -> Ticket:
    """A held ticket goes on at this worker's counter, which must be open and free.

    From now on the counter's last visit is this one, as after a call; for the line nobody was
    called.

    Refused: 409 counter_closed, counter_busy, not_allowed.
    """
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "resume", actor=actor)
        counter_id = counter_of(actor)
        if counter_id is None:
            raise Refused("counter_closed", _("请先开窗，再继续办理。"), state="closed")
        call_id = new_id()
        values = {
            "call": call_id,
            "hall": t.hall_id,
            "ticket": t.id,
            "queue": t.queue_id,
            "counter": counter_id,
            "membership": actor.membership_id,
            "now": now,
        }
        with connection.cursor() as cursor:
            cursor.execute(_RESUME, values)
            if cursor.rowcount != 1:
                raise Refused("counter_busy", _("窗口还有人，请先办完或过号。"))
        t.at_counter_id = t.counter_id = counter_id
        t.started_at, t.call_id = now, call_id
        fields = ["at_counter", "counter", "started_at", "call_id"]
        return step(
            w, t, "resume", events.RESUMED, actor=actor, now=now, fields=fields, reason=reason
        )


def send_away(*, actor: Actor, now: datetime, ticket: Ticket | str, reason: str = "") -> Ticket:
    """To copy, pay or take a photo: back the same day without queueing again."""
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "send-away", actor=actor)
        own_counter(t, actor)
        leave_counter(t, now, "sent_away")
        return step(
            w, t, "send-away", events.SENT_AWAY, actor=actor, now=now, fields=LEFT, reason=reason
        )


def return_ticket(*, actor: Actor, now: datetime, ticket: Ticket | str, reason: str = "") -> Ticket:
    """Whoever was sent away is back: next in line."""
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        _to_front(t, "returned", now)
        fields = FIRST_IN_LINE
        return step(
            w, t, "return", events.RETURNED, actor=actor, now=now, fields=fields, reason=reason
        )


def mark_urgent(
    *, actor: Actor, now: datetime, ticket: Ticket | str, reason: str, approved_by: str
) -> Ticket:
    """Before all, with reason and approver in the record (a flight tomorrow).

    `approved_by`: account, staff number or name of a manager or approver of the hall.
    Refused: 422 reason_needed, unknown_approver.
    """
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "urgent", actor=actor, reason=reason)
        approver = _approver(t.hall_id, approved_by)
        _to_front(t, "urgent", now)
        return step(
            w,
            t,
            "urgent",
            events.MADE_URGENT,
            actor=actor,
            now=now,
            fields=FIRST_IN_LINE,
            reason=reason,
            data={"approved_by": approver},
        )


def _approver(hall_id: UUID, named: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.username FROM people_membership m JOIN people_user u ON u.id = m.user_id"
            " WHERE m.hall_id = %s AND u.is_active AND m.roles::text[] && ARRAY['manager', 'approver']"
            " AND %s IN (u.username, u.shown_name, u.staff_no) LIMIT 1",
            [hall_id, named.strip().replace("\0", "")],
        )
        row = cursor.fetchone() if named.strip() else None
    if row is None:
        message = _("请写批准人：本大厅负责人或审批人的账号、工号或姓名。")
        raise Invalid("unknown_approver", message, fields={"approved_by": message})
    return str(row[0])


def _to_front(ticket: Ticket, front: str, now: datetime, counter: Counter | None = None) -> None:
    ticket.front, ticket.front_at, ticket.directed_to = front, now, counter
    ticket.in_line, ticket.skipped_at, ticket.moved_at = False, None, now


def transfer(
    *,
    actor: Actor,
    now: datetime,
    ticket: Ticket | str,
    reason: str,
    queue: Queue | UUID | None = None,
    counter: Counter | UUID | None = None,
) -> Ticket:
    """First in line at another queue, or at one counter; keeps its take time and number.

    Refused: 422 reason_needed, target_needed, unknown_queue, unknown_counter; 409
    counter_closed, counter_cannot_serve (it is not equipped for the queue), already_waiting.
    """
    with write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        FLOW.check(t, "transfer", actor=actor, reason=reason)
        own_counter(t, actor)
        if queue is None and counter is None:
            message = _("请选转到哪个队列或窗口。")
            raise Invalid("target_needed", message, fields={"queue": message})
        target = _queue(t, queue) if queue else t.queue
        to_counter = _counter(t, counter, target, named=queue is not None) if counter else None
        if to_counter and queue is None:
            target = to_counter[1]
        data = {"from": t.queue.code, "to": target.code}
        leave_counter(t, now, "transferred")
        _to_front(t, "transferred", now, to_counter[0] if to_counter else None)
        fields = [*LEFT, *FIRST_IN_LINE, *into_queue(t, target, now)]
        try:
            return step(
                w,
                t,
                "transfer",
                events.TRANSFERRED,
                actor=actor,
                now=now,
                fields=fields,
                reason=reason,
                data=data,
            )
        except IntegrityError as error:
            raise claim_refused(error) from error


def into_queue(ticket: Ticket, queue: Queue, now: datetime) -> list[str]:
    """Its place per person moves along; its number stays, so it has no place in number order.

    Refused: 409 already_waiting, with the ticket that this person holds there.
    """
    if ticket.queue_id == queue.pk:
        return []
    ticket.queue, ticket.in_line, ticket.moved_at = queue, False, now
    if ticket.live_key:
        ticket.live_key = live_key_of(ticket.person_hash, queue.pk)
        there = Ticket.objects.filter(live_key=ticket.live_key)
        if held := there.values_list("public_id", "number").first():
            raise already_waiting(" ".join(held))  # who moves tickets is staff
    return ["queue", "in_line", "moved_at", "live_key"]


def _queue(ticket: Ticket, queue: Queue | UUID) -> Queue:
    key = queue.pk if isinstance(queue, Queue) else queue
    found = Queue.objects.filter(pk=key, hall_id=ticket.hall_id).select_related("zone").first()
    if found is None:
        message = _("没有这个队列。")
        raise Invalid("unknown_queue", message, fields={"queue": message})
    return found


def _counter(
    ticket: Ticket, counter: Counter | UUID, queue: Queue, *, named: bool
) -> tuple[Counter, Queue]:
    """The open counter, and the queue of this ticket there: its own, or where `queue` was not
    named and the counter does not serve it, the counter's only one."""
    key = counter.pk if isinstance(counter, Counter) else counter
    rows = Counter.objects.filter(pk=key, hall_id=ticket.hall_id)
    found = rows.select_related("zone", "runtime").first()
    if found is None:
        message = _("没有这个窗口。")
        raise Invalid("unknown_counter", message, fields={"counter": message})
    if getattr(found, "runtime", None) is None or found.runtime.state == "closed":
        raise Refused("counter_closed", _("那个窗口没有开放。"), state="closed")
    served = CounterQueue.objects.filter(hall_id=ticket.hall_id, counter=found)
    queues = [row.queue for row in served.select_related("queue__zone")]
    there = queue_at(queue, queues)
    if there is None or (named and there != queue):
        raise Refused("counter_cannot_serve", _("那个窗口不办这个队列的事，请选队列。"))
    return found, there
