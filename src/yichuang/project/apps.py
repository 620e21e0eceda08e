from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ProjectConfig(AppConfig):
    name = "yichuang.project"
    label = "project"

    def ready(self) -> None:
        from . import connections

        connections.install()


class AdministrationConfig(AdminConfig):
    default_site = "yichuang.project.administration.HallAdministration"
