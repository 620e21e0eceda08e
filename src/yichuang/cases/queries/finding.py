"""A case by what is typed or scanned, and numbers in full for whoever gives a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kit.actors import Actor
from yichuang.kit.errors import Invalid, NotFound
from yichuang.kit.events import record_access
from yichuang.kit.privacy import decrypt
from yichuang.people.identity import TYPES

from .. import events
from ..models import Case, Party
from ..parties import PartyGiven, as_typed
from ..permissions import READ, RECEIVE

# Chosen, never typed: the record of readings holds no personal value.
REVEAL_REASONS = {
    "compare": gettext_lazy("和证件核对"),
    "correct": gettext_lazy("更正填错的号码"),
    "contact": gettext_lazy("联系本人"),
    "enter": gettext_lazy("录入外部系统"),
}


def case_by_number(actor: Actor, number: str) -> Case | None:
    """Of the actor's own hall: by its number, or the one another system gave. Refused: 403."""
    actor.require(READ)
    if not number or "\0" in number:
        return None
    rows = Case.objects.filter(Q(number=number) | Q(outside_number=number), hall_id=actor.hall)
    return rows.select_related("hall", "item", "ticket").order_by("-opened_at").first()


def applicant_again(actor: Actor, row: Party) -> PartyGiven:
    """As it was registered once, for another matter of the same visit; shown to nobody.

    Facts are left out: the other item has its own, and reads them from the papers anew.
    Refused: 403, 404.
    """
    actor.require(RECEIVE, row.hall_id)
    return replace(as_typed(row), acts_for="", facts={})


def party_in_full(
    *, actor: Actor, now: datetime, case: Case, ref: str, reason: str
) -> dict[str, str]:
    """Numbers unmasked, recorded with the reason. Refused: 403; 404; 422 without a reason."""
    actor.require(RECEIVE, case.hall_id)
    if reason not in REVEAL_REASONS:
        text = _("请选查看的原因。")
        raise Invalid("reason_needed", text, fields={"reason": text})
    row = Party.objects.filter(case=case, hall_id=actor.hall, ref=ref).first()
    if row is None:
        raise NotFound("no_such_party", _("没有登记这一方。"))
    data = {"reason": reason, "party": row.role}
    record_access(case.hall_id, events.REVEALED, subject=case.id, actor=actor, now=now, data=data)
    return {
        "ref": row.ref,
        "name": decrypt(row.name_sealed, "names"),
        "identity_type": str(TYPES.get(row.identity_type, "")),
        "identity": decrypt(row.identity_sealed, "identity"),
        "phone": decrypt(row.phone_sealed, "phone"),
    }
