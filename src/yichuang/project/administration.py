"""/admin/: for administrators, through the one login page of the house."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from yichuang.kit.errors import Forbidden
from yichuang.kit.web import actor_of
from yichuang.places.permissions import MANAGE


class HallAdministration(admin.AdminSite):
    site_header = site_title = _("大厅管理")
    index_title = _("大厅、窗口、队列、人员")
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and actor_of(request).can(MANAGE))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Django's own page would know neither the lock nor the second factor."""
        if request.user.is_authenticated:
            raise Forbidden("forbidden", str(_("您的岗位没有这项权限，请找管理员。")))
        return redirect_to_login(request.GET.get("next") or "/admin/")
