"""Given to every template."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpRequest

from .mode import ELDER, STANDARD, mode_of

_KIOSK = re.compile(r"/kiosk/[-\w]+/(?=.)")


def shell(request: HttpRequest) -> dict[str, object]:
    """Needs neither database nor session: enough for the page of a fault.

    `frame`: what the pages for faults extend; inside a kiosk they are read standing.
    """
    mode, kiosk = mode_of(request), _KIOSK.match(request.path)
    other = STANDARD if mode == ELDER else ELDER
    query = [(name, value) for name, value in request.GET.items() if name != "mode"]
    return {
        "mode": mode,
        "elder": mode == ELDER,
        "other_mode_url": "?" + urlencode([*query, ("mode", other)]),
        "kiosk_home": kiosk.group() if kiosk else "",
        "frame": "shell/kiosk.html" if kiosk else "shell/citizen.html",
    }
