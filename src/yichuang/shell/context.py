"""Given to every template."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest

from .mode import ELDER, STANDARD, mode_of


def shell(request: HttpRequest) -> dict[str, object]:
    mode = mode_of(request)
    other = STANDARD if mode == ELDER else ELDER
    query = [(name, value) for name, value in request.GET.items() if name != "mode"]
    return {
        "mode": mode,
        "elder": mode == ELDER,
        "other_mode_url": "?" + urlencode([*query, ("mode", other)]),
    }
