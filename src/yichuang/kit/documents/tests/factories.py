"""Two kinds that only tests know: a numbered one and one outside every series."""

from pathlib import Path
from typing import Any
from uuid import UUID

from yichuang.kit.actors import Actor
from yichuang.kit.clock import now
from yichuang.kit.documents.kinds import Kind, declare_kind
from yichuang.kit.documents.models import Document
from yichuang.kit.documents.services import VOID, issue_document
from yichuang.kit.events import write
from yichuang.kit.ids import new_id
from yichuang.kit.privacy import mask

TEMPLATE = Path(__file__).with_name("paper.typ")


def _shown(content: dict[str, Any]) -> list[tuple[str, str]]:
    return [("证号", mask(content["identity"])), ("内容", content["text"])]


PAPER = declare_kind(
    Kind("test-paper", "试验凭证", TEMPLATE, ("a4", "80mm"), _shown, "试", reader="papers.read")
)
NOTE = declare_kind(Kind("test-note", "试验单", TEMPLATE, ("80mm", "a4"), _shown))

HALL = UUID("01900000-0000-7000-8000-000000000001")
IDENTITY = "11010519491231002X"
CONTENT = {"hall": "练习大厅", "department": "公安局", "identity": IDENTITY, "text": "同意。"}


def keeper(hall_id: UUID = HALL, *permissions: str) -> Actor:
    return Actor(kind="staff", key="w1", permissions=frozenset(permissions), hall_id=hall_id)


MAY_VOID = (VOID,)


def issued(kind: Kind = PAPER, hall_id: UUID = HALL, **content: Any) -> Document:
    with write(hall_id) as w:
        return issue_document(
            w,
            kind,
            CONTENT | content,
            actor=keeper(hall_id),
            now=now(),
            subjects=[new_id()],
        )
