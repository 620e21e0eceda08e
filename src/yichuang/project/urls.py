"""All routes."""

from django.contrib import admin
from django.urls import include, path

from . import health
from .api import api

handler400 = "yichuang.shell.errors.bad_request"
handler403 = "yichuang.shell.errors.forbidden"
handler404 = "yichuang.shell.errors.not_found"
handler500 = "yichuang.project.errors.server_error"

urlpatterns = [
    path("api/v1/", api.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("admin/", admin.site.urls),
    path("accounts/", include("yichuang.people.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("yichuang.portal.urls")),
    path("", include("yichuang.kiosk.urls")),
    path("", include("yichuang.board.urls")),
    path("documents/", include("yichuang.kit.documents.urls")),
    path("desk/", include("yichuang.desk.urls")),
    path("second/", include("yichuang.desk.second_urls")),
    path("floor/", include("yichuang.floor.urls")),
    path("office/", include("yichuang.office.urls")),
]
