"""What a scanner or card reader read, or a worker typed: it goes to the right place."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from yichuang.cases import queries as cases
from yichuang.cases.rules import gap_names
from yichuang.kit.clock import now
from yichuang.kit.documents import queries as documents
from yichuang.kit.errors import NotFound
from yichuang.kit.web import actor_of, requires
from yichuang.people import queries as people
from yichuang.people.identity import TYPES
from yichuang.tickets import queries as tickets
from yichuang.tickets.models import Ticket

from ..forms import looks_like_identity
from .pages import shown

_TICKET_URL = re.compile(r"/t/([\w-]{16,64})")
_DOCUMENT_URL = re.compile(r"/documents/([\w-]{6,40})")
_NUMBER = re.compile(r"[A-Za-z]{1,2}\d{3,5}")


@requires("tickets.serve")
def scan(request: HttpRequest) -> HttpResponse:
    """Refused: 404 for what is neither ticket, document, identity nor case of this hall."""
    sent = request.POST if request.method == "POST" else request.GET
    text = sent.get("text", "").strip()[:200]
    if not text:
        return shown(request, "desk/found.html", asked=True)
    ticket = _ticket(request, text)
    if ticket is not None:
        return _ticket_found(request, ticket, text)
    paper = _DOCUMENT_URL.search(text)
    if paper:
        return shown(request, "desk/found.html", document=documents.get_document(paper.group(1)))
    if looks_like_identity(text):
        return shown(request, "desk/party.html", types=TYPES, number=text.upper(), role="", ref="")
    return _case_found(request, text)


def _case_found(request: HttpRequest, number: str) -> HttpResponse:
    case = cases.case_by_number(actor_of(request), number)
    if case is None:
        raise NotFound("nothing_found", _("扫到的内容不是本大厅的号、证件或办件：") + number[:30])
    open_yet = gap_names(cases.requirement_list(case), cases.registered_roles(case))
    return shown(request, "desk/found.html", case=case, gaps=open_yet)


def _ticket_found(request: HttpRequest, ticket: Ticket, text: str) -> HttpResponse:
    view = tickets.ticket_view(ticket, now(), actor=actor_of(request))
    others = [one for one in _of_number(request, text) if one.pk != ticket.pk]
    who = people.approvers(ticket.hall) if ticket.state == "waiting" else ()
    return shown(request, "desk/found.html", ticket=view, also=others, approvers=who)


def _ticket(request: HttpRequest, text: str) -> Ticket | None:
    actor = actor_of(request)
    by_url = _TICKET_URL.search(text)
    if by_url:
        return tickets.get_ticket_for(actor, by_url.group(1))
    return next(iter(_of_number(request, text)), None)


def _of_number(request: HttpRequest, text: str) -> list[Ticket]:
    """Of today first; the same number of an earlier day may still be here."""
    if not _NUMBER.fullmatch(text):
        return []
    return tickets.tickets_by_number(people.hall_of(actor_of(request)), now(), text)
