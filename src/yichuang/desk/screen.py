"""Everything the desk shows, gathered once per page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yichuang.cases import queries as cases
from yichuang.cases.definitions import definition_of
from yichuang.cases.models import Case
from yichuang.kit.actors import Actor
from yichuang.places.models import Counter
from yichuang.tickets import queries as tickets
from yichuang.tickets.forms import NEED_WORDS
from yichuang.tickets.models import FRONT, PURPOSES, Ticket

from .papers import Paper, case_papers, preview_papers


@dataclass
class Screen:
    counter: Counter
    seen: dict[str, Any]  # the counter's view, with its ticket
    line: list[dict[str, Any]]
    ticket: Ticket | None = None
    case: Case | None = None
    shown: dict[str, Any] = field(default_factory=dict)  # the case's view
    papers: list[Paper] = field(default_factory=list)
    perhaps: list[Paper] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    stops: list[dict[str, Any]] = field(default_factory=list)
    mistakes: list[Any] = field(default_factory=list)
    history: list[Any] = field(default_factory=list)
    aside: list[dict[str, Any]] = field(default_factory=list)  # passed, held, sent away
    done_today: int = 0

    @property
    def longest(self) -> int:
        return max((one["minutes"] for one in self.line), default=0)

    @property
    def queue(self) -> list[dict[str, Any]]:
        """As the part "queue" wants it; only item and readiness of those who wait."""
        return [
            {
                "number": one["number"],
                "what": one["item"]["name"] if one["item"] else PURPOSES[one["purpose"]],
                "next": position == 0,
                "tag": FRONT[one["front"]] or (_("优先") if one["priority"] else ""),
                "wait": _("%(m)s 分") % {"m": one["minutes"]},
            }
            for position, one in enumerate(self.line)
        ]

    @property
    def purpose(self) -> str:
        return str(PURPOSES[self.ticket.purpose]) if self.ticket else ""

    @property
    def needs(self) -> list[str]:
        return [str(NEED_WORDS[n]) for n in self.ticket.needs if n in NEED_WORDS] if self.ticket else []

    @property
    def pages(self) -> int:
        return max((paper.page for paper in self.papers), default=1)

    @property
    def tags(self) -> list[str]:
        if self.case is None:
            return []
        there = _("外部系统办理") if self.case.handled_in == "elsewhere" else _("本窗口办理")
        return [there]

    @property
    def can_complete(self) -> bool:
        return self._here and self._definition.case_kind == "即办件"

    @property
    def can_receive(self) -> bool:
        return self._here

    @property
    def _here(self) -> bool:
        case = self.case
        return bool(case and case.handled_in == "here" and case.state == "draft")

    @property
    def _definition(self) -> Any:
        assert self.case is not None
        return definition_of(self.case.item_version_id)


def desk_screen(actor: Actor, now: datetime) -> Screen | None:
    """None: this worker has no counter open."""
    counter = tickets.counter_of_worker(actor)
    if counter is None:
        return None
    screen = Screen(
        counter=counter,
        seen=tickets.counter_view(counter, now, actor=actor),
        line=tickets.next_tickets(counter, now, limit=12),
    )
    shown = screen.seen["ticket"]
    if shown:
        screen.ticket = tickets.get_ticket_for(actor, shown["id"])
        _add_matter(screen, actor, now)
    return screen


def _add_matter(screen: Screen, actor: Actor, now: datetime) -> None:
    ticket = screen.ticket
    assert ticket is not None
    screen.case = cases.case_of_ticket(ticket)
    if screen.case is None:
        preview_papers(screen, ticket, now)
        return
    screen.case.listed = cases.requirement_list(screen.case)
    screen.case.registered = cases.parties_of(screen.case)
    screen.shown = cases.case_view(screen.case, actor)
    case_papers(screen)
    definition = definition_of(screen.case.item_version_id)
    screen.mistakes = cases.common_mistakes(ticket.hall, screen.case.item, definition)
    if ticket.person_hash:
        screen.history = cases.department_history(
            actor=actor,
            now=now,
            hall=ticket.hall,
            person_hash=ticket.person_hash,
            department=screen.case.department,
        )
