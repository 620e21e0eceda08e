"""A caller of the public API that counts what it was told and notices what is undeclared."""

import re
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Tally:
    """What happened, over all callers of one run."""

    statuses: Counter[int] = field(default_factory=Counter)
    undeclared: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    tickets: int = 0
    sheets: int = 0
    ratings: int = 0
    cases: int = 0
    waits: list[float] = field(default_factory=list)  # real minutes, issued to called
    told: list[tuple[float, float, float]] = field(default_factory=list)  # low, high, real min
    passed: int = 0
    older: int = 0

    @property
    def bad(self) -> bool:
        """An error of the server, an answer it did not declare, or none at all."""
        failed = any(status >= 500 for status in self.statuses)
        return failed or bool(self.undeclared) or bool(self.failures)


class Contract:
    """The OpenAPI document: which status each route declares."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.routes = [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + "$"), operations)
            for path, operations in document["paths"].items()
        ]

    def declares(self, method: str, path: str, status: int) -> bool:
        for pattern, operations in self.routes:
            if pattern.match(path) and method.lower() in operations:
                return str(status) in operations[method.lower()]["responses"]
        return False


class Caller:
    """One person or machine: its own cookies, its own token."""

    def __init__(
        self, url: str, contract: Contract | None, tally: Tally, transport: Any, token: str = ""
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.AsyncClient(
            base_url=url, headers=headers, transport=transport, timeout=30
        )
        self.contract, self.tally = contract, tally

    async def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Status and parsed body; (0, None) when the server did not answer."""
        extra = dict(headers or {})
        if method == "POST":
            extra["Idempotency-Key"] = str(uuid.uuid4())
        try:
            answer = await self.http.request(method, path, json=body, headers=extra)
        except httpx.HTTPError as error:
            self.tally.failures[type(error).__name__] += 1
            return 0, None
        self.tally.statuses[answer.status_code] += 1
        if self.contract and not self.contract.declares(
            method, answer.url.path, answer.status_code
        ):
            self.tally.undeclared[f"{method} {path} {answer.status_code}"] += 1
        if not answer.content:
            return answer.status_code, None
        try:
            return answer.status_code, answer.json()
        except ValueError:
            self.tally.failures["not JSON"] += 1
            return answer.status_code, None

    async def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        return await self.call("POST", path, body if body is not None else {}, named)

    async def get(self, path: str) -> tuple[int, Any]:
        return await self.call("GET", path)
