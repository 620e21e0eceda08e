"""Giving out, voiding and typesetting documents."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yichuang.kit.actors import SYSTEM, Actor
from yichuang.kit.clock import hall_day
from yichuang.kit.errors import Invalid, NotFound, Refused
from yichuang.kit.events import Writer, write
from yichuang.kit.numbering import next_number
from yichuang.kit.privacy import decrypt, encrypt

from . import events, typesetting
from .canonical import canonical_json, digest
from .codes import new_code, spoken
from .kinds import Kind, kind_of
from .models import Document

VOID = "documents.void"
_SEALED = "documents"


def issue_document(
    w: Writer,
    kind: Kind,
    content: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    hall: str = "",
    department: str = "",
    title: str = "",
    timezone: str = settings.TIME_ZONE,
    subjects: Iterable[object] = (),
) -> Document:
    """One row in the caller's transaction `w`, sealed by a hash; the PDF is made after commit.

    A kind with a series gets the next number of department, kind and year: that row stays
    locked until commit, so call this late. The caller has asked for the permission.
    `hall` and `department` are those of the content where not given.
    """
    department = department or str(content.get("department", ""))
    document = Document(
        hall_id=w.hall_id,
        code=new_code(),
        kind=kind.code,
        title=title or _(kind.name),
        hall_name=hall or str(content.get("hall", "")),
        department=department,
        content=encrypt(canonical_json(dict(content)), _SEALED),
        issued_at=now,
        zone=timezone,
        issuer=actor.ref,
        subjects=[str(s) for s in subjects],
    )
    if kind.series_mark:
        _number(document, kind.series_mark, hall_day(now, timezone).year)
    document.content_hash = digest(sealed(document, json.loads(canonical_json(dict(content)))))
    document.save(force_insert=True)
    w.add(
        events.ISSUED,
        subject=document.id,
        actor=actor,
        now=now,
        data={"kind": kind.code, "number": document.number, "hash": document.content_hash},
    )
    return document


def _number(document: Document, mark: str, year: int) -> None:
    """'公安局收〔2026〕12号'."""
    if not document.department:
        raise ValueError("a numbered document is issued by a department")
    document.series, document.year = f"{document.kind}:{document.department}"[:80], year
    document.serial = next_number(document.hall_id, document.series, str(year))
    document.number = f"{document.department}{mark}〔{year}〕{document.serial}号"


def sealed(document: Document, content: dict[str, Any]) -> dict[str, Any]:
    """What the hash is over: the head as printed, and the content."""
    return {
        "code": document.code,
        "hall": str(document.hall_id),
        "hall_name": document.hall_name,
        "kind": document.kind,
        "title": document.title,
        "department": document.department,
        "number": document.number,
        "issued_at": document.issued_at.astimezone(UTC).isoformat(),
        "content": content,
    }


def read_content(document: Document) -> dict[str, Any]:
    """The content as issued. Refused: document_damaged where it no longer fits its hash."""
    try:
        content: dict[str, Any] = json.loads(decrypt(document.content, _SEALED))
    except ValueError as error:
        raise Refused("document_damaged", _("这份文书的记录被改动过，不能使用。")) from error
    if digest(sealed(document, content)) != document.content_hash:
        raise Refused("document_damaged", _("这份文书的记录被改动过，不能使用。"))
    return content


def void_document(*, actor: Actor, now: datetime, document: Document, reason: str) -> Document:
    """The number stays and is never given again; the paper is marked 作废.

    Refused: 403; 404 of another hall; 409 not_allowed when it is void; 422 without a reason.
    """
    with write(document.hall_id) as w:
        found = Document.objects.select_for_update().filter(pk=document.pk).first()
        if found is None:
            raise NotFound("no_such_document", _("没有这份文书。"))
        actor.require(VOID, found.hall_id)
        if not reason.strip():
            raise Invalid("reason_needed", _("请写明原因。"), fields={"reason": _("请写明原因。")})
        if found.state == Document.State.VOID:
            raise Refused("not_allowed", _("这份文书已经作废。"), state=found.state)
        found.state, found.void_reason = Document.State.VOID, reason.strip()[:200]
        found.save(update_fields=["state", "void_reason"])
        data = {"number": found.number, "reason": found.void_reason}
        w.add(events.VOIDED, subject=found.id, actor=actor, now=now, version=2, data=data)
    return found


def render_pdf(document: Document, *, now: datetime, paper: str = "") -> bytes:
    """The PDF, made at the first call after commit; its hash is then kept with the document.

    A numbered one is kept whole (sealed) and stays the same to the byte; others are typeset
    anew each time. `paper` is one of the kind's; only its usual paper is kept and hashed.
    """
    kind = kind_of(document.kind)
    usual = _paper(kind, paper) == kind.papers[0] and document.state == Document.State.VALID
    if usual and document.pdf:
        return b64decode(decrypt(document.pdf, _SEALED))
    made = typesetting.pdf(
        kind.template,
        _printed(document),
        at=document.issued_at,
        words=kind.words,
        options=_options(document, _paper(kind, paper)),
    ).data
    if usual and not document.pdf_hash:
        _keep(document, made, now)
    return made


def render_png(document: Document, *, width_px: int = 576) -> bytes:
    """The 80 mm paper as one picture, for raster printers and the desk."""
    kind = kind_of(document.kind)
    return typesetting.png(
        kind.template,
        _printed(document),
        words=kind.words,
        width_px=width_px,
        options=_options(document, _paper(kind, "80mm")),
    ).data


def _keep(document: Document, made: bytes, now: datetime) -> None:
    """Only the first typesetting of several at once is kept."""
    values = {"pdf_hash": hashlib.sha256(made).hexdigest()}
    if document.serial is not None:
        values["pdf"] = encrypt(b64encode(made).decode(), _SEALED)
    with write(document.hall_id) as w:
        if Document.objects.filter(pk=document.pk, pdf_hash="").update(**values):
            data = {"hash": values["pdf_hash"]}
            w.add(events.TYPESET, subject=document.id, actor=SYSTEM, now=now, data=data)
    document.pdf_hash = values["pdf_hash"]


def _paper(kind: Kind, paper: str) -> str:
    chosen = paper or kind.papers[0]
    if chosen not in kind.papers:
        raise NotFound("no_such_paper", _("这份文书没有这种纸张的版式。"))
    return chosen


def _options(document: Document, paper: str) -> dict[str, Any]:
    return {"paper": paper, "void": document.state == Document.State.VOID}


def _printed(document: Document) -> dict[str, Any]:
    return {
        **read_content(document),
        "title": document.title,
        "hall": document.hall_name,
        "department": document.department,
        "number": document.number,
        "code": spoken(document.code),
        "url": f"{settings.PUBLIC_URL.rstrip('/')}/documents/{document.code}/",
        "content_hash": document.content_hash,
    }
