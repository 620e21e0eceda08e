"""JSON API: rating a visit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from yichuang.kit.api.auth import Open
from yichuang.kit.api.problems import PROBLEMS
from yichuang.kit.api.schemas import Schema
from yichuang.kit.clock import now
from yichuang.kit.web import actor_of

from . import services

router = Router(tags=["ratings"])


class RatingBody(Schema):
    level: int = Field(ge=1, le=5, description="5 very satisfied … 1 very dissatisfied")
    tags: list[str] | None = Field(
        default=None, max_length=12, description="absent in a correction: those that fit stay"
    )
    comment: str | None = Field(
        default=None, max_length=500, description="absent in a correction: the words stay"
    )


class RatingOut(Schema):
    level: int
    tags: list[str]
    corrected: bool
    given_at: datetime


@router.post("/ratings/{key}", auth=Open(), response={200: RatingOut, **PROBLEMS})
def rate(request: HttpRequest, key: str, body: RatingBody) -> dict[str, Any]:
    return services.rate(
        actor=actor_of(request),
        now=now(),
        rating_key=key,
        level=body.level,
        tags=body.tags,
        comment=body.comment,
    )
