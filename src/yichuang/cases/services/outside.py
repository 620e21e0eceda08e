"""The number that another system gave: typed or scanned, never invented here."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import Invalid, Refused
from yichuang.kit.events import write

from .. import events
from ..models import Case
from ..permissions import RECEIVE
from .context import hall_of, locked_case

LONGEST = 80


def clean_number(text: str) -> str:
    """Refused (422): too long, or with signs that no scanner reads."""
    number = re.sub(r"\s+", "", text)
    if len(number) > LONGEST or not number.isprintable():
        message = _("外部编号最多80个字符，不能有特殊符号。")
        raise Invalid("bad_outside_number", message, fields={"outside_number": message})
    return number


def set_outside_number(*, actor: Actor, now: datetime, case: Case | UUID, number: str) -> Case:
    """Refused: 403; 404 of another hall; 409 handled_here for an item that is handled here."""
    actor.require(RECEIVE)
    with write(hall_of(actor)) as w:
        found = locked_case(case, actor, RECEIVE)
        if found.handled_in == "here":
            raise Refused("handled_here", _("这件事在本平台办，没有外部编号。"))
        if found.state != "draft":
            raise Refused("not_allowed", _("办件已撤回。"), state=found.state)
        found.outside_number = clean_number(number)
        found.version += 1
        found.save(update_fields=["outside_number", "version"])
        w.add(
            events.OUTSIDE_NUMBER_SET,
            subject=found.id,
            actor=actor,
            now=now,
            version=found.version,
            data={"given": bool(found.outside_number)},
        )
    return found
