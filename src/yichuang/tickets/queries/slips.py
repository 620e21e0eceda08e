"""What stands on a slip (domain.md §5)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from yichuang.catalogue.guides import guide
from yichuang.catalogue.queries import current_version, definition_of
from yichuang.catalogue.rules import known_answers
from yichuang.kit.errors import NotFound

from ..documents.slip import SlipData
from ..models import PURPOSES, Ticket
from ..rules import AHEAD
from .lines import ahead_of

READY = 4  # lines to have ready: more do not fit a slip


def slip_data(ticket: Ticket, now: datetime) -> SlipData:
    """Of a ticket with its hall, queue and zone. Nothing that acts or rates is on paper."""
    hall, zone = ticket.hall, ticket.queue.zone
    ahead = ahead_of(ticket, now) if ticket.state == "waiting" else None
    taken = ticket.issued_at.astimezone(ZoneInfo(hall.timezone))
    data: SlipData = {
        "hall": hall.name,
        "number": ticket.number,
        "item": ticket.item.name if ticket.item else str(PURPOSES[ticket.purpose]),
        "taken_at": _("%(y)s年%(m)s月%(d)s日 %(time)s")
        % {"y": taken.year, "m": taken.month, "d": taken.day, "time": f"{taken:%H:%M}"},
        "url": f"{settings.PUBLIC_URL}/t/{ticket.public_id}/",
        "purpose": "" if ticket.purpose == "handle" else str(PURPOSES[ticket.purpose]),
        "lane": _("优先") if ticket.tier in AHEAD else "",
        "zone": str(zone),
        "direction": zone.seat_hint,
        "ready": _ready(ticket, now),
        "passed_rule": _("过号后请找导办，隔 %(n)s 个号再叫您。") % {"n": hall.requeue_after_calls},
        "scan_hint": _("扫码看还要等多久"),
        "foot": _("咨询 %(phone)s") % {"phone": hall.phone} if hall.phone else "",
        "reprint": ticket.slips_printed > 0,
    }
    if ahead:
        data["ahead"] = ahead.people
        data["wait_low"] = ahead.wait.low if ahead.wait else None
        data["wait_high"] = ahead.wait.high if ahead.wait else None
    return data


def _ready(ticket: Ticket, now: datetime) -> list[str]:
    if ticket.item is None:
        return []
    try:
        definition = definition_of(current_version(ticket.item, now))
    except NotFound:
        return []
    chosen = known_answers(definition, ticket.scenarios).ids()
    told = guide(definition, chosen, on=now.astimezone(ZoneInfo(ticket.hall.timezone)).date())
    return [line.name for line in told.bring[:READY]]
