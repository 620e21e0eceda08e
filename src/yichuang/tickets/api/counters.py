"""JSON API: counters, queues and the board."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.kit.actors import Actor
from yichuang.kit.api.auth import Needs, Open
from yichuang.kit.api.problems import PROBLEMS
from yichuang.kit.clock import now
from yichuang.kit.web import actor_of
from yichuang.places.queries import hall_by_code, queue_view

from .. import queries, services
from ..permissions import SEE_CODE, SEE_COUNTERS, SERVE, STOP_QUEUE
from .bodies import ReasonBody, StopBody
from .schemas import BoardOut, CounterOut, QueueState, TicketOut
from .tickets import shown

router = Router(tags=["counters"])
ANSWERS: dict[Any, Any] = {200: CounterOut, **PROBLEMS}


def _view(counter: UUID, actor: Actor) -> dict[str, Any]:
    found = queries.get_counter_for(actor, counter)
    return queries.counter_view(found, now(), actor=actor)


@router.get("/counters/{counter}", auth=Needs(SEE_COUNTERS), response=ANSWERS, exclude_unset=True)
def read_counter(request: HttpRequest, counter: UUID) -> dict[str, Any]:
    return _view(counter, actor_of(request))


@router.post("/counters/{counter}/open", auth=Needs(SERVE), response=ANSWERS, exclude_unset=True)
def open_counter(
    request: HttpRequest, counter: UUID, body: ReasonBody | None = None
) -> dict[str, Any]:
    actor = actor_of(request)
    services.open_counter(actor=actor, now=now(), counter=counter)
    return _view(counter, actor)


@router.post("/counters/{counter}/pause", auth=Needs(SERVE), response=ANSWERS, exclude_unset=True)
def pause_counter(
    request: HttpRequest, counter: UUID, body: ReasonBody | None = None
) -> dict[str, Any]:
    actor = actor_of(request)
    reason = (body.reason if body else None) or ""
    services.pause_counter(actor=actor, now=now(), counter=counter, reason=reason)
    return _view(counter, actor)


@router.post(
    "/counters/{counter}/close", auth=Needs(SEE_COUNTERS), response=ANSWERS, exclude_unset=True
)
def close_counter(
    request: HttpRequest, counter: UUID, body: ReasonBody | None = None
) -> dict[str, Any]:
    actor = actor_of(request)
    reason = (body.reason if body else None) or ""
    services.close_counter(actor=actor, now=now(), counter=counter, reason=reason)
    return _view(counter, actor)


@router.post(
    "/counters/{counter}/call-next",
    auth=Needs(SERVE),
    response={200: TicketOut, 204: None, **PROBLEMS},
    exclude_unset=True,
)
def call_next(request: HttpRequest, counter: UUID) -> Any:
    actor = actor_of(request)
    ticket = services.call_next(actor=actor, now=now(), counter=counter)
    return Status(204, None) if ticket is None else Status(200, shown(ticket, actor))


@router.post("/queues/{queue}/stop", auth=Needs(STOP_QUEUE), response={200: QueueState, **PROBLEMS})
def stop_queue(request: HttpRequest, queue: UUID, body: StopBody) -> dict[str, Any]:
    actor = actor_of(request)
    found = services.stop_queue(actor=actor, now=now(), queue=queue, reason=body.reason)
    return queue_view(found)


@router.post(
    "/queues/{queue}/start", auth=Needs(STOP_QUEUE), response={200: QueueState, **PROBLEMS}
)
def start_queue(request: HttpRequest, queue: UUID, body: StopBody | None = None) -> dict[str, Any]:
    actor, reason = actor_of(request), body.reason if body else ""
    found = services.start_queue(actor=actor, now=now(), queue=queue, reason=reason)
    return queue_view(found)


@router.get(
    "/halls/{hall}/board", auth=Open(), response={200: BoardOut, **PROBLEMS}, exclude_unset=True
)
def read_board(request: HttpRequest, hall: str) -> dict[str, Any]:
    found = hall_by_code(hall)
    with_code = actor_of(request).can(SEE_CODE, found.id)
    return queries.board(found, now(), with_code=with_code)
