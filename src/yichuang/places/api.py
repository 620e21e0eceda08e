"""JSON API: halls and what they serve. `GET /halls/{hall}` is completed in project/api_halls.py."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from yichuang.kit.api.problems import PROBLEMS
from yichuang.kit.api.schemas import Schema

from . import queries
from .models import HallItem

router = Router(tags=["halls"])


class HallCard(Schema):
    code: str
    name: str
    address: str
    phone: str
    timezone: str
    demonstration: bool


class Halls(Schema):
    items: list[HallCard]
    next: str | None = None


class Hours(Schema):
    weekday: int = Field(ge=0, le=6, description="0 Monday … 6 Sunday")
    opens: str
    closes: str


class ZoneOut(Schema):
    code: str
    name: str
    floor: str
    seat_hint: str


class QueueOut(Schema):
    id: UUID
    code: str
    prefix: str
    name: str
    zone: str
    stopped: bool
    stopped_reason: str


class Skill(Schema):
    id: UUID
    code: str
    prefix: str
    name: str


class CounterCard(Schema):
    id: UUID
    number: int
    name: str
    zone: str
    skills: list[Skill]
    state: str


class HallOut(HallCard):
    open: bool
    waiting_target: int
    hours: list[Hours]
    zones: list[ZoneOut]
    queues: list[QueueOut]
    counters: list[CounterCard]


class ItemCard(Schema):
    """`mean_minutes`: of the item, where its definition says; else of its queue."""

    id: str
    code: str
    name: str
    department: str
    queue: UUID
    zone: str
    floor: str
    mean_minutes: float


class Items(Schema):
    items: list[ItemCard]
    next: str | None


@router.get("/halls", response={200: Halls, **PROBLEMS})
def list_halls(request: HttpRequest) -> dict[str, Any]:
    """Every hall of this installation."""
    return {"items": [queries.hall_card(hall) for hall in queries.halls()], "next": None}


@router.get("/halls/{hall}/items", response={200: Items, **PROBLEMS})
def list_items(
    request: HttpRequest, hall: str, q: str = Query("", max_length=100), cursor: str = ""
) -> dict[str, Any]:
    """What the hall serves: the most used first, or what answers `q` in everyday words."""
    page = queries.items_of_hall(queries.hall_by_code(hall), q, cursor)
    return {"items": [_card(row) for row in page.items], "next": page.next}


def _card(row: HallItem) -> dict[str, Any]:
    department = row.item.department
    return {
        "id": row.item.code,
        "code": row.item.code,
        "name": row.item.name,
        "department": department.name if department else "",
        "queue": row.queue_id,
        "zone": row.queue.zone.name,
        "floor": row.queue.zone.floor,
        "mean_minutes": row.item.mean_minutes or row.queue.mean_minutes,
    }
