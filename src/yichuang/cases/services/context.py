"""What every service begins with: the item as this hall serves it, the ticket, the locked case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.rules import Definition
from yichuang.kit.actors import Actor
from yichuang.kit.errors import NotFound, Refused
from yichuang.kit.prepared import NOBODY, Prepared
from yichuang.places.models import Hall, HallItem, Zone
from yichuang.tickets.models import Ticket

from ..definitions import definition_of
from ..models import Case, Requirement

LONG_AGO = datetime.min.replace(tzinfo=UTC)  # stands for a moment while a query is compiled


def _served_items() -> QuerySet[HallItem]:
    """With the version in effect: the newest that has begun, else the first that will."""
    versions = ItemVersion.objects.filter(item=OuterRef("item"))
    newest = versions.filter(effective_from__lte=LONG_AGO).order_by("-effective_from", "-version")
    first = versions.order_by("effective_from", "version")  # published ahead of its day
    in_effect = Coalesce(Subquery(newest.values("id")[:1]), Subquery(first.values("id")[:1]))
    rows = HallItem.objects.filter(hall_id=NOBODY).filter(item__code="x")
    return rows.select_related("hall", "item__department", "queue__zone").annotate(
        version_id=in_effect
    )


_SERVED: Prepared[HallItem] = Prepared(_served_items)
_HELD: Prepared[Ticket] = Prepared(
    lambda: (
        Ticket.objects.select_for_update(of=("self",), no_key=True)
        .filter(public_id="x")
        .filter(hall_id=NOBODY)
        .select_related("at_counter__runtime")
    )
)
_LOCKED: Prepared[Case] = Prepared(
    lambda: (
        Case.objects.select_for_update(of=("self",))
        .select_related("hall", "item__department", "ticket")
        .filter(pk=NOBODY)
    )
)
_REQUIREMENTS: Prepared[Requirement] = Prepared(
    lambda: Requirement.objects.filter(case_id=NOBODY).order_by("order")
)
# Somebody stands, or stood today, at a counter with this number.
_AT_THE_DESK = ("called", "serving", "held", "done")


@dataclass(frozen=True)
class Served:
    """An item as one hall serves it at a moment."""

    hall: Hall
    item: Item
    version_id: UUID
    definition: Definition
    handled_in: str
    department: str
    zone: Zone


def served_item(hall: Hall | None, actor: Actor, item: Item | str, now: datetime) -> Served:
    """Refused: 404 for an item that the hall does not serve or that has no version in effect."""
    code = item if isinstance(item, str) else item.code
    where = hall.id if hall else hall_of(actor)
    row = _SERVED.one(now, where, code) if "\0" not in code else None
    version_id: UUID | None = getattr(row, "version_id", None)
    if row is None or version_id is None:
        raise NotFound("no_such_item", _("这个大厅不办这件事，请问导办。"))
    definition, department = definition_of(version_id), row.item.department
    return Served(
        row.hall,
        row.item,
        version_id,
        definition,
        row.handled_in or definition.handled_in,
        definition.dept or (department.code if department else ""),  # a list names no code
        row.queue.zone,
    )


def ticket_at_desk(ticket: Ticket | str, actor: Actor, item: Item) -> Ticket:
    """The ticket that a case is opened from.

    Refused: 404 of another hall, 409 not_allowed when it was not called, not_your_ticket when
    it stands at somebody else's counter, other_item when it was taken for something else.
    """
    public_id = ticket if isinstance(ticket, str) else ticket.public_id
    found = _HELD.one(public_id, hall_of(actor)) if "\0" not in public_id else None
    if found and found.at_counter_id and found.at_counter is None:
        # It came to another counter while we waited for the lock; the joined row is of before.
        found = _HELD.one(public_id, hall_of(actor))
    if found is None:
        raise NotFound("no_such_ticket", _("没有这个号。"))
    if found.state not in _AT_THE_DESK:
        raise Refused("not_allowed", _("这个号还没有叫到窗口。"), state=found.state)
    counter = found.at_counter
    if counter and counter.runtime.membership_id != actor.membership_id:
        text = _("这个号正在 %(n)s 号窗口。") % {"n": counter.number}
        raise Refused("not_your_ticket", text, state=found.state)
    wanted = found.item_id in (None, item.id) or found.matters.filter(item=item).exists()
    if not wanted:
        raise Refused("other_item", _("这个号办的是另一件事，请先改事项或加一件事。"))
    return found


def locked_case(case: Case | UUID, actor: Actor, permission: str) -> Case:
    """The case as it is now, locked until the transaction ends. Refused: 404, 403."""
    found = _LOCKED.one(case.pk if isinstance(case, Case) else case)
    if found is None or found.hall_id != actor.hall_id:
        raise NotFound("no_such_case", _("没有这件办件。"))
    actor.require(permission, found.hall_id)
    return found


def requirements_of(case: Case) -> list[Requirement]:
    return _REQUIREMENTS.many(case.pk)


def hall_of(actor: Actor) -> UUID:
    if actor.hall_id is None:
        raise NotFound("no_such_case", _("没有这件办件。"))
    return actor.hall_id
