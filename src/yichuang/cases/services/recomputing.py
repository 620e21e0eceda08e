"""Questions answered later: the list is computed anew, marks stay where their line stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.catalogue.rules import Line, read_answers, requirements
from yichuang.kit.actors import Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.errors import Invalid, Refused
from yichuang.kit.events import write

from .. import events
from ..definitions import definition_of
from ..models import Case, Party, Requirement
from ..parties import as_rules_see, check_facts
from ..permissions import RECEIVE
from ..rules import Recomputed, frozen, grade_of, recompute
from .context import hall_of, locked_case, requirements_of
from .opening import new_requirement, set_open_points

Facts = Mapping[str, Mapping[str, bool | int]]
_COMPUTED = ["line", "optional", "order", "state", "grade"]


def answer_questions(
    *,
    actor: Actor,
    now: datetime,
    case: Case | UUID,
    scenarios: Iterable[str],
    facts: Facts | None = None,
) -> Case:
    """`scenarios` replaces the answers given so far; `facts` (by party ref) are added.

    A marked material that is no longer asked stays on record as not applicable.
    Refused: 403; 404; 409 not_allowed once received (the list was told with the receipt);
    422 for an option, fact or party that the case has not.
    """
    actor.require(RECEIVE)
    with write(hall_of(actor)) as w:
        found = locked_case(case, actor, RECEIVE)
        if found.state != "draft":
            raise Refused("not_allowed", _("已收件，情形不能再改。"), state=found.state)
        definition = definition_of(found.item_version_id)
        parties = list(Party.objects.filter(case=found).order_by("order"))
        _learn(found, parties, facts or {})
        found.scenarios = list(read_answers(definition, scenarios).ids())
        on = hall_day(found.opened_at, found.hall.timezone)
        lines = requirements(
            definition, found.scenarios, as_rules_see(parties), on=on, complete=True
        )
        rows = requirements_of(found)
        change = recompute(rows, lines)
        found.listed = store_recomputed(found, parties, change, lines.lines)
        found.registered = parties
        set_open_points(found, lines)
        found.version += 1
        found.save(update_fields=["scenarios", "stops", "unanswered", "version"])
        w.add(
            events.ANSWERED,
            subject=found.id,
            actor=actor,
            now=now,
            version=found.version,
            data={
                "lines": len(lines.lines),
                "unanswered": len(lines.unanswered),
                "retired": len(change.retired),
            },
        )
    return found


def _learn(case: Case, parties: list[Party], facts: Facts) -> None:
    definition = definition_of(case.item_version_id)
    by_ref = {row.ref: row for row in parties}
    for ref, values in facts.items():
        row = by_ref.get(ref)
        if row is None:
            text = _("没有登记这一方。")
            raise Invalid("unknown_party", text, fields={f"facts.{ref[:40]}": text})
        check_facts(definition, values, f"facts.{ref}")
        row.facts = {**row.facts, **values}
    Party.objects.bulk_update([by_ref[ref] for ref in facts], ["facts"])


def store_recomputed(
    case: Case, parties: Sequence[Party], change: Recomputed, lines: Sequence[Line]
) -> list[Requirement]:
    order = {(line.code, line.party_ref): n for n, line in enumerate(lines)}
    for row, line, state in change.kept:
        row.line, row.optional = frozen(line), line.optional
        row.order = order[row.code, row.party_ref]
        if state != row.state:
            row.state, row.grade = state, grade_of(state)
    for row in change.retired:
        row.state, row.grade, row.order = "not_applicable", "", len(order)
    added = [
        new_requirement(case, parties, line, order[line.code, line.party_ref])
        for line in change.added
    ]
    kept = [row for row, _line, _state in change.kept]
    Requirement.objects.filter(pk__in=[row.pk for row in change.dropped]).delete()
    Requirement.objects.bulk_update([*kept, *change.retired], _COMPUTED)
    Requirement.objects.bulk_create(added)
    return sorted([*kept, *added, *change.retired], key=lambda row: row.order)
