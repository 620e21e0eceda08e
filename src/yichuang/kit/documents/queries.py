"""What a stranger who holds a verify code may know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yichuang.kit.actors import Actor
from yichuang.kit.errors import NotFound, Refused
from yichuang.kit.events import record_access
from yichuang.kit.events.models import Event

from . import events
from .codes import read_code
from .kinds import kind_of
from .models import Document
from .services import read_content


@dataclass(frozen=True)
class Verified:
    """`state`: valid, void, or damaged (content, head or hash changed since it was issued)."""

    document: Document
    state: str
    shown: list[tuple[str, str]]
    papers: tuple[str, ...]
    issued_at: datetime

    @property
    def genuine(self) -> bool:
        return self.state == Document.State.VALID


def get_document(code: str) -> Document:
    """By the code as typed. Refused: 404."""
    read = read_code(code)
    found = Document.objects.filter(code=read).first() if read else None
    if found is None:
        raise NotFound("no_such_document", _("没有这份文书，请核对验证码。"))
    return found


def papers_of(document: Document) -> tuple[str, ...]:
    """On what it can be printed; the first is usual."""
    return kind_of(document.kind).papers


def may_read(actor: Actor, document: Document) -> bool:
    """The paper itself, not only what verifying shows."""
    reader = kind_of(document.kind).reader
    return reader is None or actor.can(reader, document.hall_id)


def read_document(*, actor: Actor, now: datetime, code: str) -> Document:
    """To be typeset. Where somebody's name stands on it: for who may see such papers of its hall,
    and recorded. Refused: 404, 401, 403."""
    found = get_document(code)
    reader = kind_of(found.kind).reader
    if reader is not None:
        actor.require(reader, found.hall_id)
        record_access(found.hall_id, events.READ, subject=found.id, actor=actor, now=now)
    return found


def verify(code: str) -> Verified:
    """Whether the document is ours, whole and in force; its content as its kind shows it.

    Checked twice: content against the row's hash, and that hash against the one in the event
    that was written when it was issued. Refused: 404 for a code that no document has.
    """
    document = get_document(code)
    kind = kind_of(document.kind)
    try:
        content = read_content(document)
    except Refused:
        return Verified(document, "damaged", [], (), document.issued_at)
    if not _as_issued(document):
        return Verified(document, "damaged", [], (), document.issued_at)
    shown = [(label, value) for label, value in kind.shown(content) if value]
    return Verified(document, document.state, shown, kind.papers, document.issued_at)


def _as_issued(document: Document) -> bool:
    issued = Event.objects.filter(
        hall_id=document.hall_id, subject=str(document.id), name=events.ISSUED
    ).values_list("data", flat=True)
    return [d["hash"] for d in issued] == [document.content_hash]


def document_names(hall_id: UUID, ids: Collection[str]) -> dict[str, str]:
    """By key: title, and the number it was given."""
    rows = Document.objects.filter(hall_id=hall_id, pk__in=list(ids))
    found = rows.values_list("pk", "title", "number")
    return {str(pk): f"{title} {number}".strip() for pk, title, number in found}
