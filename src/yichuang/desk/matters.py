"""The things wanted on one ticket: each has a case, materials and papers of its own, and the
ticket is finished once (domain.md §5). In addresses a matter is named by its item's code;
'' is the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from yichuang.cases import queries as cases
from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.kit.errors import NotFound
from yichuang.tickets import queries as tickets
from yichuang.tickets.models import Ticket

DONE = ("decided", "issued")


@dataclass(frozen=True)
class Matter:
    item: Item
    case: Case | None
    words: str
    current: bool
    next: bool = False  # the one that the key goes to

    @property
    def query(self) -> str:
        return query_of(self.item)


def query_of(item: Item) -> str:
    return "?" + urlencode({"matter": item.code})


def items_wanted(ticket: Ticket) -> list[Item]:
    """The ticket's own item and what was added; without one, what a case was opened for."""
    found = [ticket.item] if ticket.item else [c.item for c in opened_for(ticket)]
    return list(dict.fromkeys([*found, *tickets.matters_of(ticket)]))


def item_wanted(ticket: Ticket, matter: str) -> Item | None:
    """None: nothing was chosen yet. Refused: 404 for a matter that this ticket has not (any more)."""
    if ticket.item and matter in ("", ticket.item.code):
        return ticket.item
    found = items_wanted(ticket)
    if not matter:
        return found[0] if found else None
    for item in found:
        if item.code == matter:
            return item
    raise NotFound("no_such_matter", _("这个号现在不办这件事了，请刷新页面。"))


def case_of(ticket: Ticket, item: Item | None) -> Case | None:
    """The newest case of this matter."""
    return next((case for case in opened_for(ticket) if item and case.item_id == item.pk), None)


def matters_of(ticket: Ticket, matter: str) -> list[Matter]:
    """In the order they were wanted; one is current, also when the named one is gone."""
    items = items_wanted(ticket)
    at = next((n for n, item in enumerate(items) if item.code == matter), 0)
    opened: dict[object, Case] = {}
    for case in opened_for(ticket):
        opened.setdefault(case.item_id, case)
    after = (at + 1) % len(items) if len(items) > 1 else -1
    return [
        Matter(
            item,
            opened.get(item.pk),
            _words(opened.get(item.pk)) if len(items) > 1 else "",
            n == at,
            n == after,
        )
        for n, item in enumerate(items)
    ]


def not_begun(ticket: Ticket) -> list[Item]:
    """Wanted on one ticket beside others, and nobody began with it: a finish asks first."""
    items = items_wanted(ticket)
    if len(items) < 2:
        return []
    begun = {case.item_id for case in opened_for(ticket)}
    return [item for item in items if item.pk not in begun]


def cases_shown(ticket: Ticket) -> list[Case]:
    """The newest case of each matter that was begun, in the order of the matters."""
    return [one.case for one in matters_of(ticket, "") if one.case]


def opened_for(ticket: Ticket) -> list[Case]:
    """The newest first."""
    return cases.cases_of_ticket(ticket)


def _words(case: Case | None) -> str:
    """How far it is."""
    if case is None:
        return _("没开始")
    if case.state != "draft":
        return _("已办结") if case.state in DONE else _("已收件")
    case.listed = cases.requirement_list(case)
    states = [row.state for row in case.listed if not row.optional]
    if "rejected" in states:
        return _("缺 %(n)s 项") % {"n": states.count("rejected")}
    if "required" in states:
        return _("还要看 %(n)s 项") % {"n": states.count("required")}
    return _("还有没问清的") if case.unanswered or "undecided" in states else _("材料齐了")
