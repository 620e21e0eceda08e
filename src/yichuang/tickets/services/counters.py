"""Opening, pausing and closing counters."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import Forbidden, NotFound, Refused
from yichuang.kit.events import Writer, write
from yichuang.kit.locks import broken_rule
from yichuang.people.models import Authorisation
from yichuang.places.models import Counter

from .. import events
from ..models import CounterState
from ..permissions import CLOSE_COUNTER, SERVE


def open_counter(*, actor: Actor, now: datetime, counter: Counter | UUID) -> CounterState:
    """This worker serves here from now on; also ends a pause. One person, one counter.

    Refused: 403 without an authorisation for anything the counter is equipped for, 409
    counter_taken (somebody else has it), 409 counter_elsewhere (the worker has another).
    """
    actor.require(SERVE)
    with write(actor.hall_id) as w:
        state = _locked_counter(counter, actor, now)
        if state.membership_id not in (None, actor.membership_id):
            raise Refused("counter_taken", _("这个窗口现在由别人开着。"))
        _check_authorised(state, actor, now)
        if state.state == "open":
            return state
        state.state, state.reason, state.changed_at = "open", "", now
        state.membership_id = actor.membership_id
        try:
            with transaction.atomic():
                state.save()
        except IntegrityError as error:
            if broken_rule(error) != "tickets_counterstate_membership_id_key":
                raise
            raise Refused("counter_elsewhere", _("您已开着另一个窗口，请先关闭它。")) from error
        _tell(w, state, events.COUNTER_OPENED, actor, now)
    return state


def pause_counter(
    *, actor: Actor, now: datetime, counter: Counter | UUID, reason: str = ""
) -> CounterState:
    """No calls until it is opened again. Refused: 409 counter_busy while somebody is called."""
    with write(actor.hall_id) as w:
        state = _locked_counter(counter, actor, now)
        if state.state == "closed":
            raise Refused("counter_closed", _("窗口没有开放。"), state="closed")
        _check_own(state, actor)
        _check_idle(state)
        if state.state == "paused":
            return state
        state.state, state.reason, state.changed_at = "paused", reason.strip()[:80], now
        state.save(update_fields=["state", "reason", "changed_at"])
        _tell(w, state, events.COUNTER_PAUSED, actor, now)
    return state


def close_counter(
    *, actor: Actor, now: datetime, counter: Counter | UUID, reason: str = ""
) -> CounterState:
    """Nobody serves here now. Tickets directed to this very counter are then called
    by any that serves their queue (order.py).

    Refused: 409 counter_busy; 403 for another's counter without tickets.close_counter.
    """
    with write(actor.hall_id) as w:
        state = _locked_counter(counter, actor, now)
        if state.state == "closed":
            actor.require(SERVE)
            return state
        _check_own(state, actor)
        _check_idle(state)
        state.state, state.membership, state.last_ahead = "closed", None, False
        state.reason, state.changed_at = reason.strip()[:80], now
        state.save()
        _tell(w, state, events.COUNTER_CLOSED, actor, now)
    return state


def _locked_counter(counter: Counter | UUID, actor: Actor, now: datetime) -> CounterState:
    """The counter's row, made at its first opening. Refused: 404 outside the actor's hall."""
    counter_id = counter.pk if isinstance(counter, Counter) else counter
    rows = CounterState.objects.select_for_update(of=("self",)).select_related("counter", "hall")
    state = rows.filter(pk=counter_id, hall_id=actor.hall).first()
    if state:
        return state
    if not Counter.objects.filter(pk=counter_id, hall_id=actor.hall).exists():
        raise NotFound("no_such_counter", _("没有这个窗口。"))
    fresh = CounterState(counter_id=counter_id, hall_id=actor.hall, changed_at=now)
    CounterState.objects.bulk_create([fresh], ignore_conflicts=True)
    return rows.get(pk=counter_id)


def _check_own(state: CounterState, actor: Actor) -> None:
    actor.require(SERVE if state.membership_id == actor.membership_id else CLOSE_COUNTER)


def _check_idle(state: CounterState) -> None:
    if state.current_ticket_id:
        raise Refused("counter_busy", _("窗口还有人，请先办完或过号。"))


def _check_authorised(state: CounterState, actor: Actor, now: datetime) -> None:
    held = Authorisation.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=now),
        hall_id=state.hall_id,
        membership_id=actor.membership_id or UUID(int=0),
        valid_from__lte=now,
        queue__equipment__counter_id=state.counter_id,
    )
    if not held.exists():
        raise Forbidden("not_authorised", _("您没有这个窗口任何一种业务的授权。"))


def _tell(w: Writer, state: CounterState, event: str, actor: Actor, now: datetime) -> None:
    data: dict[str, Any] = {"counter": state.counter.number}
    if state.reason:
        data["reason"] = state.reason
    topics = [f"hall:{state.hall.code}", f"counter:{state.counter_id}"]
    w.add(event, subject=state.counter_id, actor=actor, now=now, data=data, topics=topics)
