"""Everything the desk shows; gathering.py fills it once per page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yichuang.cases.models import Case
from yichuang.catalogue.guides import term_in_words
from yichuang.catalogue.models import Item
from yichuang.catalogue.rules import Definition, base_term
from yichuang.kit.privacy import mask
from yichuang.places.models import Counter
from yichuang.shell.days import other_day
from yichuang.tickets import queries as tickets
from yichuang.tickets.forms import NEED_WORDS, need_words
from yichuang.tickets.models import FRONT, PURPOSES, Ticket

from .facts import FactAsked
from .matters import Matter
from .papers import Paper

SHOWN = 14  # lines of the waiting list that fit


def _ahead(one: dict[str, Any]) -> str:
    return str(FRONT.get(one["front"], "")) or (_("优先") if one["priority"] else "")


@dataclass
class Screen:
    counter: Counter
    seen: dict[str, Any]  # the counter's view, with its ticket
    line: list[dict[str, Any]]
    today: date
    waiting: int = 0  # `line` is only their beginning
    ticket: Ticket | None = None
    case: Case | None = None
    definition: Definition | None = None
    shown: dict[str, Any] = field(default_factory=dict)  # the case's view
    papers: list[Paper] = field(default_factory=list)
    perhaps: list[Paper] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    facts: list[FactAsked] = field(default_factory=list)
    stops: list[dict[str, Any]] = field(default_factory=list)
    mistakes: list[Any] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    carried: dict[str, Any] | None = None  # who was registered for another matter already
    # passed, held, sent away: a list each
    aside: list[dict[str, Any]] = field(default_factory=list)
    done_today: int = 0
    asked: str = ""  # the query of the page around the line alone

    @property
    def longest(self) -> int:
        return max((one["minutes"] for one in self.line), default=0)

    def date_of(self, one: dict[str, Any]) -> str:
        return other_day(one["day"], self.today)

    @property
    def queue(self) -> list[dict[str, Any]]:
        """As the part "queue" wants it; only item and readiness of those who wait."""
        return [
            {
                "number": one["number"],
                "what": one["what"],
                "next": position == 0 and self.seen["state"] == "open",
                "tag": " ".join(w for w in (self.date_of(one), _ahead(one)) if w),
                "wait": _("%(m)s 分") % {"m": one["minutes"]},
            }
            for position, one in enumerate(self.line[:SHOWN])
        ]

    @property
    def not_shown(self) -> int:
        return max(0, self.waiting - SHOWN)

    @property
    def what(self) -> str:
        if self.ticket is None:
            return ""
        return self.item.name if self.item else str(PURPOSES[self.ticket.purpose])

    @property
    def matter(self) -> Matter | None:
        return next((one for one in self.matters if one.current), None)

    @property
    def item(self) -> Item | None:
        return self.matter.item if self.matter else None

    @property
    def query(self) -> str:
        """What every address of this matter ends with."""
        return self.matter.query if self.matter else self.asked

    @property
    def also(self) -> str:
        """The same behind another value of the address."""
        return self.query.replace("?", "&", 1)

    @property
    def not_begun(self) -> list[Matter]:
        """Besides the one that is shown."""
        return [one for one in self.matters if one.case is None and not one.current]

    @property
    def hints(self) -> list[str]:
        """What the worker must know before the person sits down."""
        if self.ticket is None:
            return []
        day = self.date_of(self.seen["ticket"])
        taken = [_("%(date)s取的号") % {"date": day}] if day else []
        needs = [n for n in self.ticket.needs if n in NEED_WORDS]
        said = [str(NEED_WORDS[n]) for n in needs]
        if needs and not self.ticket.needs_proven:
            said = [need_words(n, self.ticket.hall) for n in needs]
            said = [_("%(need)s，请看证件") % {"need": "、".join(said)}]
        if self.ticket.head_start:
            said.append(_("老年人，请大声慢说"))
        if self.ticket.for_another:
            name = mask(tickets.principal_name(self.ticket))
            said.append(_("替 %(name)s 来办，请看委托") % {"name": name})
        if self.ticket.item is None:
            said.append(_("没有选事项，先问要办什么"))
        return taken + said

    @property
    def again(self) -> str:
        """What came of a recall, while nobody is here."""
        one = self.ticket
        if one is None or one.state != "called" or not one.recalls:
            return ""
        if self.seen["ticket"]["quiet_recalls"] or one.recalled_at is None:
            return _("第 %(n)s 次叫，不再出声，只到手机和导办") % {"n": one.recalls + 1}
        at = one.recalled_at.astimezone(ZoneInfo(one.hall.timezone))
        return _("第 %(n)s 次叫，%(at)s") % {"n": one.recalls + 1, "at": f"{at:%H:%M}"}

    @property
    def maybe(self) -> list[str]:
        """By title, once each: what depends on answers that nobody gave yet."""
        sure = {paper.title for paper in self.papers}
        return [n for n in dict.fromkeys(p.title for p in self.perhaps) if n not in sure]

    @property
    def asked_facts(self) -> list[FactAsked]:
        return [fact for fact in self.facts if fact.registered]

    @property
    def pages(self) -> int:
        return max((paper.page for paper in self.papers), default=1)

    @property
    def gaps(self) -> int:
        return sum(paper.state == "rejected" for paper in self.papers)

    @property
    def left(self) -> int:
        """Materials nobody has looked at yet."""
        return sum(paper.state == "required" for paper in self.papers)

    @property
    def undoable(self) -> bool:
        """Several received in one press can be taken back in one press."""
        marked = [p.marked_at for p in self.papers if p.state == "checked" and p.marked_at]
        return len(marked) > 1 and marked.count(max(marked)) > 1

    @property
    def tags(self) -> list[tuple[str, str]]:
        one = self.definition
        if one is None:
            return []
        term = term_in_words(base_term(one.promise_limit))
        kind = _("，").join(w for w in (one.case_kind or "", term) if w)
        found = [(kind, "blue")] if kind else []
        if one.service_object:
            found.append((one.service_object.replace(",", "、"), "line"))
        if self.case and self.case.handled_in == "elsewhere":
            found.append((_("在%(s)s办") % {"s": one.system or _("部门系统")}, "line"))
        return found

    @property
    def applicant(self) -> dict[str, Any] | None:
        parties = self.shown.get("parties") or []
        return next((p for p in parties if p["role"] == "applicant"), None)

    @property
    def roles(self) -> list[tuple[str, str]]:
        """Parties that can still be registered; the applicant first."""
        if self.definition is None or (self.case and self.case.state != "draft"):
            return []
        have = [p["role"] for p in self.shown.get("parties") or []]
        return [
            (role, self.definition.role_name(role))
            for role in dict.fromkeys(["applicant", *self.definition.parties])
            if role in self.definition.parties
            and have.count(role) < (self.definition.count_of(role)[1] or 60)
        ]

    @property
    def can_complete(self) -> bool:
        return bool(self._here and self.definition and self.definition.on_the_spot)

    @property
    def can_receive(self) -> bool:
        return self._here and not self.can_complete

    @property
    def _here(self) -> bool:
        case = self.case
        return bool(case and case.handled_in == "here" and case.state == "draft")
