"""JSON API: taking a ticket, reading it, and everything done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Header, Router, Status

from yichuang.kit.actors import Actor
from yichuang.kit.api.auth import Needs, Open
from yichuang.kit.api.problems import PROBLEMS
from yichuang.kit.clock import now
from yichuang.kit.web import actor_of
from yichuang.places.queries import hall_by_code

from .. import queries, services
from ..models import Ticket
from ..permissions import BRING_BACK, CHANGE, MARK_URGENT, SERVE
from .bodies import (
    CodeBody,
    ItemBody,
    MatterBody,
    ReasonBody,
    TakeBody,
    TransferBody,
    UrgentBody,
)
from .schemas import TakenOut, TicketOut

router = Router(tags=["tickets"])
ANSWERS: dict[Any, Any] = {200: TicketOut, **PROBLEMS}
Secret = Header("", alias="Ticket-Secret")


def shown(ticket: Ticket, actor: Actor, *, holder: bool = False) -> dict[str, Any]:
    return queries.ticket_view(ticket, now(), actor=actor, holder=holder)


@router.post(
    "/halls/{hall}/tickets",
    auth=Open(),
    response={201: TakenOut, **PROBLEMS},
    exclude_unset=True,
    by_alias=True,
)
def take(request: HttpRequest, hall: str, body: TakeBody) -> Status:
    actor = actor_of(request)
    given = body.model_dump(exclude={"represents", "phone", "code", "identity"})
    taken = services.take_ticket(
        actor=actor,
        now=now(),
        hall=hall_by_code(hall),
        identity=body.identity.model_dump() if body.identity else None,
        phone=body.phone or "",
        code=body.code or "",
        represents=body.represents.model_dump() if body.represents else None,
        **given,
    )
    return Status(201, taken_view(taken, actor))


def taken_view(taken: services.Taken, actor: Actor) -> dict[str, Any]:
    """The answer to taking: what was told is what is stored with the ticket."""
    t = taken.ticket
    view = queries.ticket_view(t, t.issued_at, actor=actor, holder=True, ahead=taken.told)
    view["warnings"] = [{"code": c, "detail": d} for c, d in taken.warnings]
    if taken.secret:
        view |= {"secret": taken.secret, "rating_key": taken.rating_key}
    return view


@router.get("/tickets/{ticket}", auth=Open(), response=ANSWERS, exclude_unset=True)
def read(request: HttpRequest, ticket: str, secret: str = Secret) -> dict[str, Any]:
    actor = actor_of(request)
    found = queries.get_ticket_for(actor, ticket)
    return shown(found, actor, holder=queries.is_holder(found, secret))


@router.post("/tickets/{ticket}/arrive", auth=Open(), response=ANSWERS, exclude_unset=True)
def arrive(request: HttpRequest, ticket: str, body: CodeBody | None = None) -> dict[str, Any]:
    actor = actor_of(request)
    code = body.code if body else ""
    done = services.arrive(actor=actor, now=now(), ticket=ticket, code=code)
    return shown(done, actor)


def _reason(body: ReasonBody | None) -> str:
    return (body.reason if body else None) or ""


@router.post("/tickets/{ticket}/postpone", auth=Open(), response=ANSWERS, exclude_unset=True)
def postpone(
    request: HttpRequest, ticket: str, body: ReasonBody | None = None, secret: str = Secret
) -> dict[str, Any]:
    actor = actor_of(request)
    done = services.postpone(
        actor=actor, now=now(), ticket=ticket, secret=secret, reason=_reason(body)
    )
    return shown(done, actor, holder=bool(secret))


@router.post("/tickets/{ticket}/cancel", auth=Open(), response=ANSWERS, exclude_unset=True)
def cancel(
    request: HttpRequest, ticket: str, body: ReasonBody | None = None, secret: str = Secret
) -> dict[str, Any]:
    actor = actor_of(request)
    done = services.cancel(
        actor=actor, now=now(), ticket=ticket, secret=secret, reason=_reason(body)
    )
    return shown(done, actor, holder=bool(secret))


def _plain(action: str, permission: str, service: Callable[..., Ticket]) -> None:
    """A route whose body is at most a reason."""

    def act(request: HttpRequest, ticket: str, body: ReasonBody | None = None) -> dict[str, Any]:
        actor = actor_of(request)
        done = service(actor=actor, now=now(), ticket=ticket, reason=_reason(body))
        return shown(done, actor)

    act.__name__ = action.replace("-", "_")
    router.add_api_operation(
        f"/tickets/{{ticket}}/{action}",
        ["POST"],
        act,
        auth=Needs(permission),
        response=ANSWERS,
        exclude_unset=True,
        operation_id=f"ticket_{act.__name__}",
    )


_plain("recall", SERVE, services.recall)
_plain("start", SERVE, services.start)
_plain("pass", SERVE, services.pass_ticket)
_plain("requeue", BRING_BACK, services.requeue)
_plain("hold", SERVE, services.hold)
_plain("resume", SERVE, services.resume)
_plain("send-away", SERVE, services.send_away)
_plain("return", BRING_BACK, services.return_ticket)
_plain("finish", SERVE, services.finish)


@router.post("/tickets/{ticket}/transfer", auth=Needs(SERVE), response=ANSWERS, exclude_unset=True)
def transfer(request: HttpRequest, ticket: str, body: TransferBody) -> dict[str, Any]:
    actor = actor_of(request)
    done = services.transfer(actor=actor, now=now(), ticket=ticket, **body.model_dump())
    return shown(done, actor)


@router.post(
    "/tickets/{ticket}/change-item", auth=Needs(CHANGE), response=ANSWERS, exclude_unset=True
)
def change_item(request: HttpRequest, ticket: str, body: ItemBody) -> dict[str, Any]:
    actor = actor_of(request)
    done = services.change_item(actor=actor, now=now(), ticket=ticket, **body.model_dump())
    return shown(done, actor)


@router.post(
    "/tickets/{ticket}/add-matter", auth=Needs(CHANGE), response=ANSWERS, exclude_unset=True
)
def add_matter(request: HttpRequest, ticket: str, body: MatterBody) -> dict[str, Any]:
    actor = actor_of(request)
    done = services.add_matter(actor=actor, now=now(), ticket=ticket, item=body.item)
    return shown(done, actor)


@router.post(
    "/tickets/{ticket}/urgent", auth=Needs(MARK_URGENT), response=ANSWERS, exclude_unset=True
)
def urgent(request: HttpRequest, ticket: str, body: UrgentBody) -> dict[str, Any]:
    actor = actor_of(request)
    done = services.mark_urgent(actor=actor, now=now(), ticket=ticket, **body.model_dump())
    return shown(done, actor)
