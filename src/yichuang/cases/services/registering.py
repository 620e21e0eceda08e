"""Who takes part, told at the counter after the case was opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.catalogue.rules import facts_of_identity, requirements
from yichuang.kit.actors import Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.errors import Invalid, Refused
from yichuang.kit.events import write

from .. import events
from ..definitions import definition_of
from ..models import Case, Party, Requirement
from ..parties import PartyGiven, as_rules_see, as_typed, read_parties
from ..permissions import RECEIVE
from ..rules import recompute
from .context import hall_of, locked_case, requirements_of
from .opening import set_open_points
from .recomputing import store_recomputed


def register_party(
    *, actor: Actor, now: datetime, case: Case | UUID, party: PartyGiven, ref: str = ""
) -> Case:
    """One more party, or in the place of `ref` what was typed wrongly; what was left empty stays
    as it was. The list is made anew.

    Refused: 403; 404; 409 not_allowed once received (the receipt names them); 422 as open_case.
    """
    actor.require(RECEIVE)
    with write(hall_of(actor)) as w:
        found = locked_case(case, actor, RECEIVE)
        if found.state != "draft":
            raise Refused("not_allowed", _("已收件，当事人不能再改。"), state=found.state)
        definition = definition_of(found.item_version_id)
        parties = list(Party.objects.filter(case=found).order_by("order"))
        at = _place(parties, ref)
        given = [as_typed(row) for row in parties]
        on = hall_day(found.opened_at, found.hall.timezone)
        if at < len(parties):
            party = _corrected(given[at], party, on)
        given[at : at + 1] = [party]
        row = read_parties(definition, given, found.hall_id, on)[at]
        row.case = found
        if at < len(parties):
            row.pk, row.ref = parties[at].pk, parties[at].ref
            row.save(force_update=True)
        else:
            row.save(force_insert=True)
        parties[at : at + 1] = [row]
        lines = requirements(
            definition, found.scenarios, as_rules_see(parties), on=on, complete=True
        )
        change = recompute(requirements_of(found), lines)
        found.listed = store_recomputed(found, parties, change, lines.lines)
        Requirement.objects.filter(case=found, party_ref=row.ref).update(party=row)
        found.registered = parties
        set_open_points(found, lines)
        found.version += 1
        found.save(update_fields=["stops", "unanswered", "version"])
        w.add(
            events.PARTY_REGISTERED,
            subject=found.id,
            actor=actor,
            now=now,
            version=found.version,
            data={"role": row.role, "parties": len(parties)},
        )
    return found


def _place(parties: Sequence[Party], ref: str) -> int:
    if not ref:
        return len(parties)
    for at, row in enumerate(parties):
        if row.ref == ref:
            return at
    text = _("没有登记这一方。")
    raise Invalid("unknown_party", text, fields={"ref": text})


def _corrected(before: PartyGiven, typed: PartyGiven, on: date) -> PartyGiven:
    """What a paper told is told anew by the paper there is now; what was answered stays."""
    told = facts_of_identity(*before.identity, on) if before.identity else {}
    answered = {name: value for name, value in before.facts.items() if told.get(name) != value}
    return replace(
        typed,
        identity=typed.identity or before.identity,
        phone=typed.phone or before.phone,
        acts_for=typed.acts_for or before.acts_for,
        facts=answered | dict(typed.facts),
    )
