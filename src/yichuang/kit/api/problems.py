"""Errors as problem documents (RFC 9457) with our stable codes."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ConfigDict

from ..errors import DomainError, Passing
from ..web import record_refusal
from .schemas import Schema


class Problem(Schema):
    """RFC 9457; `code` is stable, `detail` is for people."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str
    fields: dict[str, str] | None = None


# What every route may answer besides its own.
PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 429, 503), Problem)


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    body = {
        "type": f"urn:yichuang:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **{k: v for k, v in more.items() if v},
    }
    response = JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def too_large() -> HttpResponse:
    return problem(413, "too_large", _("内容太长了，请删短一些再交。"))


def domain_problem(error: DomainError) -> HttpResponse:
    response = problem(error.status, error.code, error.detail, fields=error.fields, **error.extra)
    response.passing = isinstance(error, Passing)  # type: ignore[attr-defined]
    return response


def install(api: NinjaAPI) -> None:
    """Register the handlers on the API."""

    @api.exception_handler(DomainError)
    def _domain(request: HttpRequest, error: DomainError) -> HttpResponse:
        record_refusal(request, error)
        return domain_problem(error)

    @api.exception_handler(ValidationError)
    def _validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {".".join(str(p) for p in e["loc"]): str(e["msg"]) for e in error.errors}
        return problem(422, "invalid", _("填写的内容有误，请检查。"), fields=fields)

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, "bad_request", _("请求格式有误。"))

    @api.exception_handler(AuthenticationError)
    def _auth(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, "login_required", _("请先登录。"))

    @api.exception_handler(RequestDataTooBig)
    def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return too_large()

    @api.exception_handler(OperationalError)
    def _database(request: HttpRequest, error: OperationalError) -> HttpResponse:
        return problem(503, "unavailable", _("系统正在恢复，请稍后再试。"))
