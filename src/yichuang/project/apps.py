from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "yichuang.project"
    label = "project"

    def ready(self) -> None:
        from . import connections

        connections.install()
