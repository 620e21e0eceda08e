"""Taking a number, and arriving with one that was taken elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, IntegrityError
from django.utils.translation import gettext as _
from psycopg.errors import NotNullViolation

from yichuang.catalogue.models import Item
from yichuang.kit.actors import Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.cursors import fetch
from yichuang.kit.errors import Forbidden, Invalid
from yichuang.kit.events import TELLING, append_first, require_declared, write
from yichuang.kit.ids import new_secret
from yichuang.kit.numbering import NUMBERED
from yichuang.kit.privacy import keyed_hash
from yichuang.kit.rows import fresh, insert_of
from yichuang.places.models import Hall

from .. import events
from ..arrival import code_fits
from ..estimates import Range
from ..flow import FLOW
from ..models import CHANNELS, PURPOSES, Ticket, Visit
from ..permissions import TAKE_ARRIVED
from ..proofs import rating_hash, secret_hash
from ..queries.lines import Ahead, told
from ..rules import OLDER, tier_of
from .answers import checked_scenarios
from .claims import agent_places, claim, claim_refused
from .locking import event_topics, hall_of, locked, save
from .persons import Person, person_of
from .placing import place, queue_stopped
from .proving import proofs
from .slips import PAPER_CHANNELS, printer_of, send_slip
from .stopping import series_of

MAX_SCENARIOS = 40


@dataclass(frozen=True)
class Taken:
    """`secret` and `rating_key` are shown once, to a citizen only. `warnings`: (code, sentence)."""

    ticket: Ticket
    secret: str = ""
    rating_key: str = ""
    told: Ahead | None = None  # how many before and the range, as stored
    warnings: tuple[tuple[str, str], ...] = ()

    @property
    def ahead(self) -> int:
        return self.told.people if self.told else 0

    @property
    def wait(self) -> Range | None:
        return self.told.wait if self.told else None


def take_ticket(
    *,
    actor: Actor,
    now: datetime,
    hall: Hall,
    channel: str,
    item: Item | str | None = None,
    purpose: str = "handle",
    scenarios: Sequence[str] = (),
    identity: dict[str, str] | None = None,
    phone: str = "",
    represents: dict[str, Any] | None = None,
    needs: Sequence[str] = (),
    code: str = "",
) -> Taken:
    """A number for one person and queue, and the secrets of who took it.

    Arrived when the hall's code fits or staff or a machine takes it. Refused: 422 for what is
    not known here, 409 queue_stopped, 409 already_waiting (which one, only staff learn),
    429 too_many_tickets for strangers (per phone and device), 429 phone_or_code_needed for one
    who gives neither, by a device that is new, when many such took numbers within the hour.
    """
    _check_words(purpose, channel, scenarios, needs, hall)
    if actor.known and actor.hall_id not in (None, hall.id):
        raise Forbidden("other_hall", _("您不在这个大厅工作。"))
    day = hall_day(now, hall.timezone)
    person = person_of(identity, phone, represents, day)
    known = actor.known
    ticket = fresh(Ticket, hall=hall, day=day, purpose=purpose, channel=channel, issued_at=now)
    ticket.counts_from = now
    _who(ticket, person, actor, needs)
    if not known and actor.key:
        ticket.device_hash = keyed_hash("device", actor.key)
    fits = bool(code) and code_fits(hall, code, now)
    ticket.arrived_at = now if fits or actor.can(TAKE_ARRIVED, hall.id) else None
    places = agent_places(ticket, person)
    unknown = actor.new_device and not (ticket.phone_hash or ticket.arrived_at)
    found = place(ticket, item, person, places, now, unknown=unknown)
    ticket.scenarios = checked_scenarios(ticket.item, scenarios, now)
    claim(ticket, person, found, places, actor)
    ahead = told(ticket, found.before, found.counters, now)
    paper = found.printers and known and channel in PAPER_CHANNELS
    printer = printer_of(ticket, actor) if paper else None
    if printer:
        ticket.slip, ticket.slip_at = "queued", now
        with write(hall.id) as w:
            taken = _number(ticket, person, actor, ahead)
            send_slip(w, ticket, printer, actor, now)
    else:
        taken = _number(ticket, person, actor, ahead)
    if code and not ticket.arrived_at:
        lapsed = ("code_lapsed", _("现场码不对或已变。到大厅后请再输入新的现场码。"))
        return Taken(**{**vars(taken), "warnings": (*taken.warnings, lapsed)})
    return taken


def _check_words(
    purpose: str, channel: str, scenarios: Sequence[str], needs: Sequence[str], hall: Hall
) -> None:
    fields = {}
    if purpose not in PURPOSES:
        fields["purpose"] = _("没有这种来意。")
    if channel not in CHANNELS:
        fields["channel"] = _("没有这种取号方式。")
    if len(scenarios) > MAX_SCENARIOS or any(len(s) > 80 or "\0" in s for s in scenarios):
        fields["scenarios"] = _("选项太多或太长。")
    if any(need not in (*hall.first_tier, OLDER) for need in needs):
        fields["needs"] = _("没有这种照顾。")
    if fields:
        raise Invalid("invalid", _("填写的内容有误，请检查。"), fields=fields)


def _who(ticket: Ticket, person: Person, actor: Actor, needs: Sequence[str]) -> None:
    """What is kept of the person: hashes, what they need, and so their place."""
    wanted, first = list(dict.fromkeys(needs)), ticket.hall.first_tier
    if person.age is not None and person.age >= ticket.hall.older_from:
        need = "over80" if person.age >= 80 and "over80" in first else OLDER
        wanted += [need] if need not in wanted else []
    ticket.needs, ticket.needs_proven = wanted, bool(wanted) and actor.kind == "staff"
    ticket.tier = tier_of(wanted, ticket.purpose, first)
    ticket.head_start = ticket.hall.older_head_start if {OLDER, "over80"} & {*wanted} else 0
    ticket.person_hash, ticket.phone_hash = person.person, person.phone_hash
    ticket.phone, ticket.principal_name = person.phone, person.principal_name
    ticket.for_another = person.for_another


def _number(ticket: Ticket, person: Person, actor: Actor, ahead: Ahead) -> Taken:
    """The row itself, and its event. The serial's row is locked until the transaction ends."""
    if ahead.wait:
        ticket.wait_low, ticket.wait_high = ahead.wait.low, ahead.wait.high
    secret, rating_key = ("", "") if actor.known else (new_secret(), new_secret())
    ticket.secret_hash = secret_hash(secret) if secret else ""
    kept = rating_hash(rating_key) if rating_key else None
    ticket.visit = fresh(Visit, hall_id=ticket.hall_id, day=ticket.day, rating_hash=kept)
    append_first()
    try:
        _insert(ticket, actor)
    except IntegrityError as error:
        if isinstance(error.__cause__, NotNullViolation):
            raise queue_stopped(ticket.queue) from error
        raise claim_refused(error) from error
    return Taken(ticket, secret, rating_key, ahead, person.warnings)


# At least three digits, going on at 1000 (domain.md §5).
_NUMBER = "(SELECT %s || lpad(last::text, greatest(3, length(last::text)), '0') FROM numbered)"
_SERIAL = "(SELECT last FROM numbered)"
_SAID = """, said AS (
  SELECT hall_id, issued_at AS at, %s AS name, id::text AS subject, version, %s AS actor,
    jsonb_build_object('number', number) || %s::jsonb AS data, %s::text[] AS topics
  FROM ticket
)"""


def _insert(ticket: Ticket, actor: Actor) -> None:
    """Serial, visit, ticket and event in one statement; foreign keys are checked at the end.

    A queue that was stopped since it was looked at gives no serial, and so no ticket.
    """
    queue, prefix = ticket.queue, ticket.queue.prefix
    numbered: list[Any] = [ticket.hall_id, series_of(queue), ticket.day.isoformat(), queue.id]
    visit, visit_values = insert_of(ticket.visit)
    own, values = insert_of(ticket, serial=_SERIAL, number=_NUMBER)
    data = {
        "queue": ticket.queue.code,
        "channel": ticket.channel,
        "purpose": ticket.purpose,
        "tier": ticket.tier,
    }
    require_declared(events.TAKEN, {"number", *data})
    said: list[Any] = [events.TAKEN, actor.ref, json.dumps(data), event_topics(ticket)]
    ((ticket.serial, ticket.number),) = fetch(
        f"{NUMBERED}, visit AS ({visit}), ticket AS ({own} RETURNING *)"
        f"{_SAID}{TELLING} SELECT serial, number FROM ticket",
        [*numbered, *visit_values, *values, prefix, *said],
    )
    for row in (ticket.visit, ticket):
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def arrive(*, actor: Actor, now: datetime, ticket: Ticket | str, code: str = "") -> Ticket:
    """Whoever took a number elsewhere is in the hall: the code of this or the last minute, or
    staff or a machine that sees them. Twice is once.

    Refused: 422 wrong_code, 409 not_allowed, 429 too_many_attempts.
    """
    with proofs(actor, now) as proof, write(hall_of(ticket, actor)) as w:
        t = locked(ticket, actor)
        if not actor.can(TAKE_ARRIVED, t.hall_id):
            proof.presence(t, code)
        if t.arrived_at and t.state == "waiting":
            return t
        FLOW.advance(t, "arrive", actor=actor)
        t.arrived_at = now
        return save(w, t, events.ARRIVED, actor=actor, now=now, fields=["arrived_at"])
