"""Refusals with a stable code. One handler maps them, for pages and for the API."""

from typing import Any


class DomainError(Exception):
    """`code` is stable (snake_case), `detail` a sentence for the person who asked.

    `fields` maps a field's name to what is wrong with it; `extra` is added to the
    problem document (RFC 9457) as it is.
    """

    status = 409

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        fields: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.fields = fields or {}
        self.extra = extra


class Refused(DomainError):
    status = 409


class Passing(Refused):
    """Nothing but the moment was wrong: the same request may succeed, its answer is not kept."""


class Invalid(DomainError):
    status = 422


class NotFound(DomainError):
    status = 404


class Forbidden(DomainError):
    status = 403


class Unauthorized(DomainError):
    status = 401


class TooMany(DomainError):
    status = 429
