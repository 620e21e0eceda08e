"""The API object: strict JSON in, UTF-8 out, and a document that says what is really done."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from pydantic_core import to_json

from .auth import Needs, Open
from .problems import install

BEARER, SESSION = {"bearer": []}, {"session": []}  # type: ignore[var-annotated]
SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body give the first answer again, for 24 hours.",
    "schema": {"type": "string", "maxLength": 200},
}


class StrictJson(Parser):
    """Refuses what JSON does not know (NaN) and no database can store (NUL, half characters)."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = request.body.decode()
        parsed = _DECODER.decode(body)
        if "\\u" in body:  # only an escape can bring in what UTF-8 and JSON do not let through
            text = json.dumps(parsed, ensure_ascii=False)
            if "\\u0000" in text:
                _refuse("NUL")
            text.encode()  # a lone surrogate is a UnicodeError, which is a ValueError
        return parsed


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)


_DECODER = json.JSONDecoder(parse_constant=_refuse)


class Utf8Json(JSONRenderer):
    """By pydantic's own writer: a fifth of the time of json.dumps with an encoder."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return to_json(data)


class Api(NinjaAPI):
    def __init__(self, **options: Any) -> None:
        super().__init__(auth=Open(), parser=StrictJson(), renderer=Utf8Json(), **options)
        install(self)
        self._made: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Made once a process: it takes a good part of a second and never changes."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._made:
            self._made[prefix] = self._document(prefix)
        return self._made[prefix]

    def _document(self, prefix: str) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=prefix)
        document.setdefault("components", {})["securitySchemes"] = SCHEMES
        needed = self._needed()
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                _complete(operation, method, needed[path.removeprefix(prefix), method])
        return document

    def _needed(self) -> dict[tuple[str, str], str | None]:
        """The permission of every operation; None: open."""
        out: dict[tuple[str, str], str | None] = {}
        for prefix, router in self._routers:
            for path, view in router.path_operations.items():
                for operation in view.operations:
                    auth = operation.auth_callbacks or self.auth
                    first = auth[0] if isinstance(auth, (list, tuple)) else auth
                    permission = first.permission if isinstance(first, Needs) else None
                    for method in operation.methods:
                        out[_join(prefix, path), method.lower()] = permission
        return out


def _join(prefix: str, path: str) -> str:
    return "/".join(part.strip("/") for part in (prefix, path) if part.strip("/"))


def _complete(operation: dict[str, Any], method: str, permission: str | None) -> None:
    operation["security"] = [BEARER, SESSION] if permission else [{}, BEARER, SESSION]
    if permission:
        operation["x-permission"] = permission
    if method == "post":
        operation.setdefault("parameters", []).append(KEY)
    for status, answer in operation["responses"].items():
        if int(status) >= 400 and "application/json" in answer.get("content", {}):
            answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
