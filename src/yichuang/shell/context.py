"""Given to every template."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpRequest

from .mode import ELDER, STANDARD, mode_of

_KIOSK = re.compile(r"/kiosk/[-\w]+/(?=.)")


def shell(request: HttpRequest) -> dict[str, object]:
    query = [(name, value) for name, value in request.GET.items() if name != "mode"]
    return look(request) | {"other_mode_url": "?" + urlencode([*query, ("mode", _other(request))])}


def look(request: HttpRequest) -> dict[str, object]:
    """What needs neither database nor session: enough for the page of a fault.

    `frame`: what the pages for faults extend; inside a kiosk they are read standing.
    """
    mode, kiosk = mode_of(request), _KIOSK.match(request.path)
    return {
        "mode": mode,
        "elder": mode == ELDER,
        "kiosk_home": kiosk.group() if kiosk else "",
        "frame": "shell/kiosk.html" if kiosk else "shell/citizen.html",
    }


def _other(request: HttpRequest) -> str:
    return STANDARD if mode_of(request) == ELDER else ELDER
