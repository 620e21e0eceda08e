"""The call display, the strip over a counter, and what they say aloud."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yichuang.kit.clock import now
from yichuang.kit.errors import NotFound
from yichuang.kit.voice import VoiceFailed
from yichuang.kit.web import actor_of, public
from yichuang.places import queries as places

from . import sound, state

log = logging.getLogger(__name__)


@public
@never_cache
def board(request: HttpRequest, hall: str) -> HttpResponse:
    return render(request, "board/board.html", _page(request, hall))


@public
@never_cache
def board_now(request: HttpRequest, hall: str) -> HttpResponse:
    """The same partial, for stream and polling."""
    return render(request, "board/_board.html", _page(request, hall))


def _page(request: HttpRequest, code: str) -> dict[str, Any]:
    hall, at = places.hall_by_code(code), now()
    zone = request.GET.get("zone", "")[:20]
    local = at.astimezone(ZoneInfo(hall.timezone))
    page = state.board_page(hall, actor_of(request), zone, at)
    here = f"/board/{hall.code}/now/" + (f"?zone={zone}" if page["zone"] else "")
    return page | {
        "here": here,
        "time": local.strftime("%H:%M"),
        "today": state.today_words(local),
    }


@public
@never_cache
def strip(request: HttpRequest, hall: str, counter: int) -> HttpResponse:
    return render(request, "board/strip.html", _strip(hall, counter))


@public
@never_cache
def strip_now(request: HttpRequest, hall: str, counter: int) -> HttpResponse:
    return render(request, "board/_strip.html", _strip(hall, counter))


def _strip(code: str, number: int) -> dict[str, Any]:
    hall = places.hall_by_code(code)
    counter = places.counter_by_number(hall, number)
    here = f"/board/{hall.code}/{counter.number}/now/"
    return state.strip_page(hall, counter, now()) | {"here": here}


@public
def voice(request: HttpRequest, hall: str, number: str, counter: int) -> HttpResponse:
    found, at = places.hall_by_code(hall), now()
    call = state.is_called(found, number, counter, at)
    if call is None:
        raise NotFound("not_called", _("这个号现在没有被叫。"))
    times = 1 if request.GET.get("times") == "1" else 2
    return _wav(lambda: sound.call_sound(call.voice_name, number, counter, times))


@public
def voice_test(request: HttpRequest, hall: str) -> HttpResponse:
    """The self-test at opening."""
    places.hall_by_code(hall)
    return _wav(sound.test_sound)


def _wav(make: Callable[[], bytes]) -> HttpResponse:
    """503 where no voice is there: the display then says that it is silent, and asks again."""
    try:
        data = make()
    except VoiceFailed as failure:
        log.warning("no announcement: %s", failure)
        response = HttpResponse(_("现在没有声音。"), "text/plain; charset=utf-8", status=503)
        response["Retry-After"] = "30"
        return response
    response = HttpResponse(data, content_type="audio/wav")
    response["Cache-Control"] = "private, max-age=600"
    return response
