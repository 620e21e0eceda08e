"""Pages for what went wrong: in plain words, with what to do next. Wired in project/urls.py."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from yichuang.kit.api.problems import problem

CODES = {400: "bad_request", 403: "forbidden", 404: "not_found"}
WORDS = {
    400: (_("填的内容有误"), _("请返回上一页，改好再交。")),
    401: (_("请先登录"), _("登录后再打开这一页。")),
    403: (_("您不能看这一页"), _("要看，请换账号，或找管理员。")),
    404: (_("没有这一页"), _("网址可能不全，也可能已经过期。")),
    409: (_("这一步现在办不了"), _("情况刚刚变了，返回看看最新的。")),
    413: (_("内容太长了"), _("请删短一些再交。")),
    422: (_("填的内容有误"), _("请返回上一页，改好再交。")),
    429: (_("按得太快了"), _("请等一分钟再试。")),
    500: (_("系统出错了"), _("已经记下。请过一会儿再试。")),
    503: (_("系统正在恢复"), _("一般一分钟内好。取过的号不会丢。")),
}


def words(status: int) -> tuple[str, str]:
    title, following = WORDS.get(status) or WORDS[400 if status < 500 else 500]
    return str(title), str(following)


def page(request: HttpRequest, status: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(status, CODES[status], words(status)[0])
    if request.headers.get("HX-Request"):
        title, text = words(status)
        response = render(request, "shell/_refusal.html", {"title": title, "text": text})
        response.status_code = status
        response["HX-Retarget"], response["HX-Reswap"] = "#refusal", "innerHTML"
        return response
    return render(request, "shell/error.html", {"status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old page was sent again: the same words as any form that must be sent anew."""
    return page(request, 403)
