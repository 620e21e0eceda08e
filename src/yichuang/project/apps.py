from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ProjectConfig(AppConfig):
    name = "yichuang.project"
    label = "project"

    def ready(self) -> None:
        from yichuang.places.permissions import MANAGE
        from yichuang.shell.navigation import Screen, register

        from . import connections

        connections.install()
        register(
            Screen(
                "admin:index",
                _("后台管理"),
                _("大厅、账号和岗位"),
                permission=MANAGE,
                roles={"administrator": _("管大厅设置、账号和岗位。")},
            )
        )


class AdministrationConfig(AdminConfig):
    default_site = "yichuang.project.administration.HallAdministration"
