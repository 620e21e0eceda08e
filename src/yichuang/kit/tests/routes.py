"""A little API and page to try the edges on: each effect is one event."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import Schema

from yichuang.kit.actors import Actor
from yichuang.kit.api.auth import Needs
from yichuang.kit.api.contract import Api
from yichuang.kit.api.problems import PROBLEMS
from yichuang.kit.clock import now
from yichuang.kit.errors import Forbidden, Refused
from yichuang.kit.events import declare, record_access, write
from yichuang.kit.events.details import count
from yichuang.kit.locks import try_again
from yichuang.kit.models import Event
from yichuang.kit.web import actor_of, public, requires

DONE = declare("trial.done", "试了一次", data={"n": count("第", "次")})
READ = declare("trial.read", "试看了一次", access=True)
HALL = UUID(int=7)
WORKER = Actor("staff", "worker1", permissions=frozenset({"trial.do"}), hall_id=HALL)
api = Api(title="trial", urls_namespace="trial", docs_url=None)


class Body(Schema):
    what: str


def effect(request: HttpRequest, what: str) -> None:
    with write(HALL) as w:
        w.add(DONE, subject=what, actor=actor_of(request), now=now())
        if what in ("read", "once"):
            record_access(HALL, READ, subject=what, actor=actor_of(request), now=now())
        if what == "refused":
            raise Refused("not_now", "现在不行。")
        if what == "forbidden":
            raise Forbidden("forbidden", "没有权限。")
        if what == "busy":
            raise try_again()
        if what == "once" and Event.objects.filter(stream="main").exists():
            raise Refused("done_before", "已经办过了。")
        if what == "broken":
            raise RuntimeError("a fault of ours")


@api.post("/do", response={200: Body, **PROBLEMS})
def do(request: HttpRequest, body: Body) -> dict[str, Any]:
    effect(request, body.what)
    return {"what": body.what}


@api.post("/guarded", auth=Needs("trial.do"), response={200: Body, **PROBLEMS})
def guarded(request: HttpRequest, body: Body) -> dict[str, Any]:
    return {"what": body.what}


@public
def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        effect(request, request.POST["what"])
    response = HttpResponse(f'<input name="_key" value="{now().isoformat()}"> done')
    response.set_cookie("secret", "s1", httponly=True)
    return response


@public
def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(actor_of(request).kind)


@requires("trial.do")
def inner(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


def actor_for_token(token: str, at: object) -> Actor | None:
    return WORKER if token == "good" else None


def actor_for_user(user: object) -> Actor:
    return WORKER


def fault(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fault", status=500)


handler500 = fault
urlpatterns = [path("api/v1/", api.urls), path("page/", page), path("inner/", inner)]
urlpatterns.append(path("read/", read))
