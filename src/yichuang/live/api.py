"""JSON API: a short-lived token for a topic; a browser's EventSource sends no headers."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from yichuang.kit.api.problems import PROBLEMS
from yichuang.kit.api.schemas import Schema
from yichuang.kit.clock import now
from yichuang.kit.web import actor_of

from .topics import LONGEST, follow, sign

router = Router(tags=["live"])


class TopicIn(Schema):
    topic: str = Field(max_length=LONGEST, description="hall:CODE, counter:ID or ticket:PUBLIC-ID")


class TokenOut(Schema):
    token: str
    expires: datetime


@router.post("/live-token", response={200: TokenOut, **PROBLEMS})
def make_token(request: HttpRequest, body: TopicIn) -> dict[str, Any]:
    """Let a page open the stream of this topic within ten minutes."""
    token, expires = sign(follow(body.topic, actor_of(request)), now())
    return {"token": token, "expires": expires}
