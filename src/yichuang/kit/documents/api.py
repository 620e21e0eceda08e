"""Verification for machines."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router

from yichuang.kit.api.problems import PROBLEMS

from ..api.schemas import Schema
from . import queries

router = Router(tags=["documents"])


class Shown(Schema):
    label: str
    value: str


class DocumentOut(Schema):
    """`state`: valid, void or damaged. `shown` is masked where it is personal."""

    code: str
    kind: str
    title: str
    number: str
    state: str
    hall: str
    department: str
    issued_at: datetime
    shown: list[Shown]
    content_hash: str
    pdf_hash: str


@router.get("/documents/{code}", response={200: DocumentOut, **PROBLEMS}, summary="Verify")
def get_document(request: HttpRequest, code: str) -> dict[str, object]:
    found = queries.verify(code)
    document = found.document
    return {
        "code": document.code,
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "state": found.state,
        "hall": document.hall_name,
        "department": document.department,
        "issued_at": document.issued_at,
        "shown": [{"label": label, "value": value} for label, value in found.shown],
        "content_hash": document.content_hash,
        "pdf_hash": document.pdf_hash,
    }
