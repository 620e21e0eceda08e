"""Find my matter."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yichuang.kit.clock import now
from yichuang.kit.web import public
from yichuang.places import queries as places

from .. import rows
from ..halls import hall_of, opening
from ..stops import asking
from ..tickets import my_rows

MOST_USED = 6
ALL = 2000


@public
def home(request: HttpRequest) -> HttpResponse:
    hall, at = hall_of(request), now()
    served = places.items_of_hall(hall, limit=ALL).items
    page = {
        "hall": hall,
        "open": opening(hall, at),
        "items": [rows.item_row(row) for row in served[:MOST_USED]],
        "total": len(served),
        "packages": rows.life_situations(served, at),
        "purposes": purposes(),
        "mine": my_rows(request, at),
        **asking(hall),
    }
    return render(request, "portal/home.html", page)


@public
def items(request: HttpRequest) -> HttpResponse:
    """Found by `q` in everyday words; without it everything, by department."""
    hall, q = hall_of(request), request.GET.get("q", "").strip()[:100]
    page: dict[str, Any] = {"hall": hall, "back_url": "/", **asking(hall)}
    if q:
        found = places.items_of_hall(hall, q, limit=30).items
        page |= {"q": q, "open": opening(hall, now()), "items": [rows.item_row(r) for r in found]}
        return render(request, "portal/home.html", page)
    groups = rows.by_department(places.items_of_hall(hall, limit=ALL).items)
    return render(request, "portal/items.html", page | {"groups": groups})


@public
def other_purposes(request: HttpRequest) -> HttpResponse:
    hall = hall_of(request)
    page = {"hall": hall, "purposes": purposes(), "back_url": "/", **asking(hall)}
    return render(request, "portal/purposes.html", page)


def purposes() -> list[dict[str, str]]:
    words = {
        "ask": (_("咨询"), _("不知道该办什么，先问")),
        "supply": (_("补材料"), _("上次缺的，带来了")),
        "collect": (_("取件"), _("来拿证件或结果")),
        "pay": (_("缴费"), _("收到缴费通知")),
        "report": (_("反映办不成的事"), _("跑了几趟没办成")),
    }
    return [
        {"url": f"/take/{code}/", "title": title, "text": text}
        for code, (title, text) in words.items()
    ]
